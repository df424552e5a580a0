"""The frame of pages about live figures, and the form of all filters."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.reach.charts.bars import bar, swatch
from learnhub.reach.forms import PeriodForm
from learnhub.reach.views import dashboard_words as words
from learnhub.reach.views.dashboard_asked import (
    FILTERS,
    Asked,
    address,
    chips,
    lasting_address,
    offered,
    period_address,
)
from learnhub.reach.views.dashboard_choices import choices
from learnhub.reach.views.navigation import places


def page(template: str, asked: Asked, **values: Any) -> str:
    """A page about live figures with its frame."""
    return render_template(
        template, asked=asked, places=places(), words=words, bar=bar, swatch=swatch, address=address,
        period_address=period_address, chips=chips(asked, reference(reading())), link=lasting_address(asked),
        offered=offered(asked.now.date()), **values,
    )  # fmt: skip


def form_page(form: PeriodForm, target: str) -> str:
    """All filters and days as one form, which sends to the page `target`."""
    return render_template(
        "reach/filters.html", form=form, target=url_for(target), back=address(target),
        choices=choices(reference(reading())), chosen={name: request.args.get(name, "") for name in FILTERS},
    )  # fmt: skip


def refused(form: PeriodForm) -> tuple[str, int]:
    """The form again, with what needs another look."""
    return form_page(form, request.endpoint or "reach.dashboard"), 422
