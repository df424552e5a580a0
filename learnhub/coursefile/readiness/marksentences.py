"""What the checklist says of marks that came to nothing (`signs.py`, `shapes.py`)."""

from __future__ import annotations

from typing import Final

from learnhub.kernel.errors import N_

from .sentence import Sentence


def _mark(reason: str, mend: str) -> Sentence:
    return Sentence("marks", reason, mend)


MARKS: Final[dict[str, Sentence]] = {
    "mark-open": _mark(
        N_("“%(text)s” is shown with its signs: nothing closes them."),
        N_("Write the same signs directly after the last word, or a \\ before each of them if they are meant."),
    ),
    "formula-shown": _mark(
        N_("“%(text)s” looks like a formula and is shown as plain text."),
        N_("Write $ directly before its first sign and directly after its last one."),
    ),
    "money-formula": _mark(
        N_("“%(text)s” is shown as a formula and looks like an amount of money."),
        N_("Write \\$ for the sign of money."),
    ),
    "link-shown": _mark(
        N_("“%(text)s” is shown with its brackets and leads nowhere."),
        N_("Write the address in round brackets directly after the words: [words](address)."),
    ),
    "address-unused": _mark(
        N_("The line “%(text)s” is not shown: it gives an address to a name that no link has."),
        N_("Write the link as [words](address); if the line is text, write a \\ before its bracket."),
    ),
    "heading-shown": _mark(
        N_("“%(text)s” is shown with its signs, not as a heading."), N_("Write ## or ### and a space before the words.")
    ),
    "box-shown": _mark(
        N_("“%(text)s” is shown with its signs, and no box opens or closes here."),
        N_("Write three colons (:::) at the beginning of the line, as they stand in these brackets."),
    ),
    "list-shown": _mark(
        N_("“%(text)s” and the lines beside it are shown as one paragraph, not as a list."),
        N_("Leave a blank line before the list, and begin each line with - or 1. and a space."),
    ),
    "table-shown": _mark(
        N_("“%(text)s” and the lines beside it are shown as plain text, not as a table."),
        N_("Below the row of headings write | --- | with as many columns, and no blank line between."),
    ),
    "table-columns": _mark(
        N_("The row of dashes has %(found)s columns and the row of headings %(wanted)s, so no table is shown."),
        N_("Make the two agree; write \\| for a | that is text."),
    ),
    "row-long": _mark(
        N_("A row of the table has %(found)s cells for %(wanted)s headings; what is more is not shown."),
        N_("Make the two agree; write \\| for a | that is text."),
    ),
    "row-glued": _mark(
        N_("“%(text)s” is shown as a row of the table above it."), N_("Leave a blank line below the table.")
    ),
    "code-open": _mark(
        N_("Code begins with %(text)s and nothing ends it: all that follows is shown as code."),
        N_("Write the same signs on a line of their own after the code."),
    ),
    "note-unused": _mark(
        N_("The note %(text)s is not shown: nothing in the text refers to it."),
        N_("Write its mark where it belongs, or take the note out."),
    ),
    "note-twice": _mark(
        N_("The note %(text)s is written twice; only one of the two is shown."), N_("Give each note a mark of its own.")
    ),
}  # fmt: skip
