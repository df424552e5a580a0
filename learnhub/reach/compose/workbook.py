"""The fixed words of the workbook, in the language of a publication.

What draws sheets knows no languages: it is handed these words with the figures.
"""

from __future__ import annotations

from collections.abc import Callable

from learnhub.kernel.errors import N_
from learnhub.reach.definitions import ADDITIVITY, DEFINITIONS, UNITS
from learnhub.reach.indicators import INDICATORS

# a test holds them to the sheets
WORDS = (
    N_("What this workbook is"), N_("Headline numbers with those of the period before"),
    N_("Training centres"), N_("Countries of residence"), N_("Regions and themes"), N_("Gender and age"),
    N_("Contribution to goals and targets"), N_("Learning gains and tests"),
    N_("What learners said, and what they apply"), N_("What differs from the release before, and why"),
    N_("Every figure, one per row"), N_("The columns of Data"), N_("The codes of Data"),
    N_("How it was counted"), N_("How it was made, for checking"),
    N_("internal: exact figures, not to be passed on"), N_("partner: small numbers are held back"),
    N_("public"), N_("Publisher"), N_("Scope"), N_("the whole network"), N_("As of"), N_("Methodology"),
    N_("Replaces"), N_("Licence"), N_("Address"), N_("How to read it"),
    N_("held back so that nobody can be recognised"), N_("undefined: there is nothing to divide by"),
    N_("counted, and there is none"), N_("Sheets"), N_("Period before"), N_("Note"),
    N_("Indicators of donors"), N_("Donor"), N_("Donor's code"), N_("Donor's definition"), N_("Our code"),
    N_("Our definition"), N_("What differs"), N_("Baseline"), N_("Target"), N_("Actual"),
    N_("Reference lists"), N_("This publication has no table of this kind."), N_("Those with most"),
    N_("Other countries, whose figures are hidden: {n}."), N_("Courses"),
    N_("Training events"), N_("Release"), N_("View"), N_("Period"), N_("Indicator"), N_("Figure"),
    N_("Value"), N_("Difference"), N_("Unit"), N_("Provisional, not for quotation."), N_("Key figures"),
    N_("provisional"), N_("final"), N_("revised"),
)  # fmt: skip


def workbook_words(say: Callable[[str], str]) -> dict[str, str]:
    """English text -> the same in a language, where it differs."""
    names = (each.name for each in INDICATORS.values())
    told = {text: say(text) for text in (*WORDS, *names, *DEFINITIONS, *ADDITIVITY, *UNITS)}
    return {text: said for text, said in told.items() if said != text}
