"""What a reader of a publication must know of how it was counted, in a few paragraphs."""

from __future__ import annotations

from learnhub.kernel.errors import N_
from learnhub.reach.compose.names import Say
from learnhub.reach.publication.model import Paragraph

_PARAGRAPHS = (
    (
        N_("Who counts"),
        N_(
            "A learner reached is a person with at least one learning fact in the period: a study session, a submitted "
            "quiz, a completed course, or a day attended of a training event. Registrations alone do not count, nor do "
            "test accounts and outreach events. Every person counts once in a period, however many accounts, courses, "
            "centres and days there were."
        ),
    ),
    (
        N_("What adds up"),
        N_(
            "Persons add up over gender, age, country and region, since each person has one of each in a period. "
            "They do not add up over centres, themes, goals or periods. Totals are counted, never summed."
        ),
    ),
    (
        N_("Places and groups"),
        N_(
            "Country and region are those where people live, on the day of their last learning fact of the period. "
            "Country groups are the lists in force on the last day of the period."
        ),
    ),
    (
        N_("What is not known"),
        N_(
            "Unknown is a category of its own. Nothing is estimated. Shares leave unknown out of the denominator, and "
            "the coverage beside them says how much is known. A share of nothing is undefined and left empty."
        ),
    ),
    (
        N_("Small numbers"),
        N_(
            "Outside the network’s own staff, counts from one to four are held back, and as many others as are needed "
            "so that no such count can be worked out. In open data every count is rounded to five."
        ),
    ),
    (
        N_("As recorded up to"),
        N_(
            "Figures use what had been recorded by the moment named. Later records, corrections and merged accounts "
            "lead to a later release that explains each changed figure; a release itself never changes."
        ),
    ),
)


def methodology(say: Say) -> tuple[Paragraph, ...]:
    """The paragraphs, in the language that `say` speaks."""
    return tuple(Paragraph(say(heading), say(text)) for heading, text in _PARAGRAPHS)
