"""Forms of certificates."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from learnhub.web.forms import AtMost, Needed, PageForm, TidyString


class ReissueForm(PageForm):
    """A button and its CSRF token."""


class WithdrawForm(PageForm):
    """Why a certificate is taken back."""

    reason = TidyString(
        _l("Reason"),
        [
            Needed(_l("Write the reason; the holder will ask for it")),
            AtMost(200, _l("Write 200 characters or fewer")),
        ],
    )
