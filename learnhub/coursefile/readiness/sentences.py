"""The lines of the checklist, and the sentence that each code of a finding stands for.

The texts are marked for translation; whoever shows them translates first and then fills in the parameters.
"""

from __future__ import annotations

from typing import Final

from learnhub.kernel.errors import N_

from .marksentences import MARKS
from .sentence import Sentence

ITEMS: Final[dict[str, str]] = {
    "title": N_("Title"),
    "summary": N_("Summary of 20 to 80 words"),
    "outcomes": N_("Every outcome is measured by a question"),
    "licence": N_("Licence"),
    "people": N_("Centre and authors"),
    "language": N_("Language"),
    "placeholders": N_("Every place is filled in"),
    "alternatives": N_("Figures described in words"),
    "headings": N_("Order of headings"),
    "link-text": N_("Words of links"),
    "links": N_("Links and files"),
    "tables": N_("Headings of tables"),
    "marks": N_("Every mark is complete"),
    "contrast": N_("Contrast of text in drawings"),
    "captions": N_("Captions and transcripts"),
    "reading": N_("Reading level"),
    "weight": N_("Weight of pages"),
    "pass-mark": N_("Pass mark within reach"),
    "explanations": N_("Explanations of answers"),
    "criteria": N_("Criteria say what earns their points"),
    "unused-outcomes": N_("Every outcome is taught in a lesson"),
    "frameworks": N_("Weights of frameworks sum to 1"),
    "minutes": N_("Minutes stated and plausible"),
    "names": N_("No personal names in examples"),
    "citations": N_("Sources of what is cited"),
    "resources": N_("Cases, sites and terms as published"),
    "translation": N_("Everything is translated"),
    "clashes": N_("What two people wrote at once is settled"),
    "format": N_("Everything else can be read"),
}
"""The lines of the checklist in the order in which they stand."""

BLOCKING_ITEMS: Final = frozenset(
    {
        "title", "summary", "outcomes", "licence", "people", "language", "placeholders", "alternatives",
        "headings", "links", "tables", "captions", "weight", "pass-mark", "frameworks", "clashes",
    }
)  # fmt: skip
"""Lines that must be in order before a course is published. What cannot be read stops it on any line."""


SENTENCES: Final[dict[str, Sentence]] = {
    "refused": Sentence("format", "%(reason)s", "%(mend)s", blocking=True),
    "script": Sentence(
        "language",
        N_("Only %(share)s %% of the letters are those of the language that the course states."),
        N_("State the language of the text, or write it in the stated one."),
        blocking=True,
    ),
    "placeholder": Sentence(
        "placeholders",
        N_("“%(text)s” holds a place that nobody has filled in."),
        N_("Write your own words there, or take the place out."),
        blocking=True,
    ),
    "box-empty": Sentence(
        "placeholders", N_("A box has nothing in it."), N_("Write into it, or take the box out."), blocking=True
    ),
    "alternative-is-caption": Sentence(
        "alternatives",
        N_("The description of the figure repeats its caption."),
        N_("Describe what one sees and what follows from it; the caption only names the figure."),
    ),
    "alternative-is-file": Sentence(
        "alternatives",
        N_("The description of the figure is the name of a file: “%(text)s”."),
        N_("Describe in words what one sees and what follows from it."),
        blocking=True,
    ),
    "heading-empty": Sentence(
        "headings", N_("A heading has no words."), N_("Write the heading, or remove its # signs."), blocking=True
    ),
    "heading-long": Sentence(
        "headings",
        N_("A heading has %(characters)s characters; %(most)s are the most."),
        N_("Shorten it; what it says more can stand in the text."),
        blocking=True,
    ),
    "heading-twice": Sentence(
        "headings",
        N_("The heading “%(text)s” stands twice in this lesson."),
        N_("Give each section words of its own, so that the list of contents can be used."),
    ),
    "link-vague": Sentence(
        "link-text",
        N_("The words “%(text)s” of a link do not say where it leads."),
        N_("Let the link stand on words that name its aim."),
    ),
    "link-address": Sentence(
        "link-text",
        N_("A link shows its bare address: %(text)s"),
        N_("Write the name of the page as the words of the link."),
    ),
    "link-twins": Sentence(
        "link-text",
        N_("The words “%(text)s” lead to two different places in this lesson."),
        N_("Give each link words of its own."),
    ),
    "table-heading": Sentence(
        "tables",
        N_("Column %(column)s of the table has no heading."),
        N_("Write in the first row what the column holds, with its unit."),
        blocking=True,
    ),
    "table-heading-formula": Sentence(
        "tables",
        N_("The heading of column %(column)s of the table is a formula alone, which not everybody hears."),
        N_("Say in words what it stands for, such as “Gain $g$”."),
    ),
    **MARKS,
    "contrast": Sentence(
        "contrast",
        N_("“%(text)s” has a contrast of %(ratio)s to 1 with what lies behind it; it needs %(needed)s to 1."),
        N_("Make the text darker or its ground lighter (or the other way round)."),
    ),
    "captions-empty": Sentence(
        "captions",
        N_("The file of captions has no caption in it."),
        N_("Write each caption below a line of times such as 00:01.000 --> 00:04.000."),
        blocking=True,
    ),
    "captions-times": Sentence(
        "captions",
        N_("The times “%(text)s” of a caption cannot be read, so players leave it out."),
        N_("Write times with a point, such as 00:00:01.000 --> 00:00:04.000."),
        blocking=True,
    ),
    "reading-hard": Sentence(
        "reading",
        N_("The text is hard to read: %(value)s by the formula “%(formula)s” (aim: %(aim)s)."),
        N_("Write shorter sentences and more common words."),
    ),
    "sentence-long": Sentence(
        "reading",
        N_("A sentence has %(words)s words: “%(text)s …”"),
        N_("Make two or three sentences of it."),
    ),
    "page-heavy": Sentence(
        "weight",
        N_("The page of this lesson has %(size)s kB without pictures; %(most)s kB are the most."),
        N_("Split the lesson in two."),
    ),
    "page-too-large": Sentence(
        "weight",
        N_("The page of this lesson has more than %(most)s kB, formulas and pictures not counted."),
        N_("Split the lesson in two."),
        blocking=True,
    ),
    "pictures-heavy": Sentence(
        "weight",
        N_(
            "This lesson has %(size)s kB with the pictures that a phone loads; %(most)s kB are the most. “%(file)s” "
            "has %(own)s kB of them."
        ),
        N_("Replace it: added to the media library anew, it is made smaller, with narrower copies, on your device."),
    ),
    "mark-out-of-reach": Sentence(
        "pass-mark",
        N_("Nobody can reach the pass mark of %(mark)s %%."),
        N_("Set a pass mark from 1 to 100."),
        blocking=True,
    ),
    "mark-faultless": Sentence(
        "pass-mark",
        N_("With %(questions)s questions a pass mark of %(mark)s %% asks for all of them."),
        N_("Lower the pass mark, or ask more questions."),
    ),
    "points-faultless": Sentence(
        "pass-mark",
        N_("Only work with all %(points)s points passes."),
        N_("Lower the points needed to pass."),
    ),
    "criterion-unsaid": Sentence(
        "criteria",
        N_("The criterion “%(text)s” does not say what earns how many points."),
        N_("Write it beside the criterion, so that two people give the same points."),
    ),
    "explanation-short": Sentence(
        "explanations",
        N_("Words in the explanation of the answer: %(words)s."),
        N_("Say why the right answer is right, and what misleads in the others."),
    ),
    "outcome-untaught": Sentence(
        "unused-outcomes",
        N_("No lesson says that it teaches the outcome “%(text)s”."),
        N_("Name it in the lesson that teaches it, or remove it."),
    ),
    "minutes-few": Sentence(
        "minutes",
        N_("%(words)s words in %(minutes)s minutes are more than %(rate)s words per minute."),
        N_("State more minutes, or shorten the text."),
    ),
    "minutes-many": Sentence(
        "minutes",
        N_("%(words)s words in %(minutes)s minutes are fewer than %(rate)s words per minute."),
        N_("State fewer minutes, or say what else the learner does in this time."),
    ),
    "quiz-minutes": Sentence(
        "minutes",
        N_("Questions: %(questions)s, minutes: %(minutes)s. Half a minute to 6 minutes for each are usual."),
        N_("State the minutes that a learner needs."),
    ),
    "name": Sentence(
        "names",
        N_("“%(text)s” looks like the name of a person in an example."),
        N_("Use a role (“the engineer”) or an invented name, unless the person has agreed."),
    ),
    "contact": Sentence(
        "names",
        N_("“%(text)s” looks like the address or number of a person."),
        N_("Take it out, or use one that belongs to nobody, such as name@example.org."),
    ),
    "source-missing": Sentence(
        "citations",
        N_("“%(text)s” names a source that is not cited."),
        N_("Add it to the references and cite it here with [@id]."),
    ),
    "quotation": Sentence(
        "citations", N_("A quotation has no source."), N_("Cite its source with [@id] in the same paragraph.")
    ),
    "reference-unused": Sentence(
        "citations",
        N_("No text cites the reference “%(text)s”."),
        N_("Cite it where it is used, or remove it."),
    ),
    "tolerance-zero": Sentence(
        "format",
        N_("A tolerance of %(text)s of the answer 0 accepts 0 alone."),
        N_("Write the tolerance as a number in the unit of the answer, or 0 for exact."),
    ),
    "resource-older": Sentence(
        "resources",
        N_("There is a newer version of “%(text)s”: that of %(version)s."),
        N_("Read it, and take it if it fits, under Cases and terms."),
    ),
    "resource-altered": Sentence(
        "resources",
        N_("“%(text)s” does not say what was published as the version of %(version)s."),
        N_("Take the published version under Cases and terms, so that readers can trust the date."),
    ),
    "resource-retired": Sentence(
        "resources",
        N_("“%(text)s”, here in the version of %(version)s, was retired and is not offered any more."),
        N_("Look whether it still holds, and take it out of the text if it does not."),
    ),
    "clash": Sentence(
        "clashes",
        N_("Two people changed this block at once, and both texts stand here."),
        N_("Open the lesson and keep one of the two, or both."),
        blocking=True,
    ),
    "untranslated": Sentence(
        "translation",
        N_("Blocks in the language of the original: %(number)s."),
        N_("Translate them, or tick when you publish that they stay so."),
    ),
}  # fmt: skip
