"""The fixed words of the workbook: all of them are known to translators, and are said in the publication's language."""

from __future__ import annotations

from learnhub.reach.compose.workbook import WORDS, workbook_words
from learnhub.reach.publication import sheets_front, sheets_tables
from learnhub.web.i18n import LANGUAGES, translations


def test_what_the_first_sheet_says_can_be_translated() -> None:
    fixed = {
        *sheets_front.WHAT.values(), *sheets_front._VIEWS.values(), sheets_front._NOT_FINAL, sheets_tables.LARGEST,
    }  # fmt: skip
    names = {"README", "Key figures"}
    assert fixed - set(WORDS) - names == set()


def test_each_language_says_them() -> None:
    for code in sorted(set(LANGUAGES) - {"en"}):
        told = workbook_words(translations(code).gettext)
        same = {
            "public",
            "Note",
            "Licence",
            "Indicator",
            "Courses",
            "Period",
            "provisional",
        }  # as in another language
        assert set(WORDS) - set(told) - same == set(), code
    assert workbook_words(translations("en").gettext) == {}
