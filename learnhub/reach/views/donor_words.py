"""What is wrong with a donor's sheet, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _

from learnhub.reach.publication.donors import MOST_ROWS, Fault, Problem


def said(problem: Problem) -> str:
    """One fault with its row."""
    typed, row = problem.typed, problem.row
    words = {
        Fault.COLUMN: lambda: _("The sheet has no column “%(name)s”.", name=typed),
        Fault.MANY: lambda: _("The sheet has more than %(most)s rows. Split it.", most=MOST_ROWS),
        Fault.EMPTY: lambda: _("Row %(row)s: “%(name)s” is empty.", row=row, name=typed),
        Fault.INDICATOR: lambda: _("Row %(row)s: these figures have no indicator “%(typed)s”.", row=row, typed=typed),
        Fault.TWICE: lambda: _("Row %(row)s: the code “%(typed)s” stands twice.", row=row, typed=typed),
        Fault.NUMBER: lambda: _("Row %(row)s: “%(typed)s” is no number for this indicator.", row=row, typed=typed),
        Fault.SHARE: lambda: _("Row %(row)s: write the share “%(typed)s” like 55%% or 0.55.", row=row, typed=typed),
        Fault.DAY: lambda: _("Row %(row)s: “%(typed)s” is no day. Write it like 2026-01-31.", row=row, typed=typed),
        Fault.BASELINE: lambda: _("Row %(row)s: a baseline and its day belong together.", row=row),
    }  # fmt: skip
    return str(words[problem.fault]())


def said_of_field(problem: Problem) -> str:
    """One fault beside the field where it was typed."""
    typed = problem.typed
    words = {
        Fault.NUMBER: lambda: _("“%(typed)s” is no number for this indicator.", typed=typed),
        Fault.SHARE: lambda: _("Write a share from 0 to 1, such as 0.55, or with a per cent sign."),
        Fault.DAY: lambda: _("“%(typed)s” is no day. Write it like 2026-01-31.", typed=typed),
        Fault.BASELINE: lambda: _("A baseline and its day belong together."),
        Fault.INDICATOR: lambda: _("Choose one of our indicators."),
    }
    return str(words.get(problem.fault, lambda: _("This is needed."))())
