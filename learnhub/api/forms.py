"""The form with which a person makes a token."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField

from learnhub.api.domain import LIFETIMES, Scope
from learnhub.web.forms import AtMost, Needed, PageForm, TidyString


class TokenForm(PageForm):
    """Name, use and time of a token."""

    name = TidyString(
        _l("Name of the token"),
        [
            Needed(_l("Give the token a name, so that you know it again.")),
            AtMost(80, _l("A shorter name, please.")),
        ],
    )
    partner = BooleanField(_l("Releases in the partner view, also before they are published"))
    exact = BooleanField(_l("Exact figures that are open to me; each request is noted with my name"))
    days = SelectField(_l("Holds for"), coerce=int, default=90)

    def offer(self) -> None:
        """Fill in the times that can be chosen."""
        words = {30: _l("30 days"), 90: _l("90 days"), 365: _l("one year")}
        self.days.choices = [(days, words[days]) for days in LIFETIMES]

    @property
    def scopes(self) -> list[Scope]:
        """What the token is for."""
        chosen = {Scope.PARTNER: self.partner.data, Scope.EXACT: self.exact.data}
        return [scope for scope, wanted in chosen.items() if wanted]
