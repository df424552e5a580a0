"""Warnings beside a figure, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask_babel import gettext as _

from learnhub.reach.caution import Caution, Code
from learnhub.web.i18n import long_date


def caution_words(caution: Caution) -> str:
    """One warning."""
    put = caution.values
    words: dict[Code, Callable[[], str]] = {
        Code.EARLY: lambda: _(
            "Provisional: the period was not over on %(day)s.", day=long_date(date.fromisoformat(put["day"]))
        ),
        Code.FEW_PAIRS: lambda: _("Not for publication: fewer than %(least)s pairs of tests.", **put),
        Code.FEW_ATTEMPTS: lambda: _("Not for publication: fewer than %(least)s attempts.", **put),
        Code.LOW: lambda: _low(**put),
        Code.HELD_BACK: lambda: _("Not for publication: this is known for less than %(least)s %%.", **put),
        Code.OVERLAP: lambda: _("Figures overlap; do not add."),
        Code.RESPONDENTS: lambda: _("Of respondents only: %(percent)s %% of those invited answered.", **put),
        Code.STRANGER: lambda: _("The filter “%(name)s” met nothing that was recorded by then.", **put),
    }
    return str(words[caution.code]())


def _low(attribute: str, percent: str) -> str:
    words = {
        "gender": lambda: _("Low coverage: the gender is known for %(percent)s %% of those counted.", percent=percent),
        "country": lambda: _(
            "Low coverage: the country is known for %(percent)s %% of those counted.", percent=percent
        ),
        "age": lambda: _("Low coverage: the age is known for %(percent)s %% of those counted.", percent=percent),
    }  # fmt: skip
    return str(words[attribute]())
