"""What documents print in six languages is what the catalogue says."""

from __future__ import annotations

from learnhub.reach.compose.catalogue import INDICATOR_NAMES
from learnhub.reach.compose.plan import CENTRE, COUNTRY, NETWORK
from learnhub.reach.compose.workbook import workbook_words
from learnhub.reach.indicators import INDICATORS
from learnhub.web.i18n import LANGUAGES, translations


def test_every_name_is_one_of_the_catalogue() -> None:
    assert set(INDICATOR_NAMES) <= {indicator.name for indicator in INDICATORS.values()}


def test_headlines_are_named_in_every_language() -> None:
    codes = {measure.code for plan in (NETWORK, CENTRE, COUNTRY) for measure in plan.key_figures}
    assert codes <= INDICATORS.keys()
    for language in LANGUAGES.keys() - {"en"}:
        say = translations(language).gettext
        missing = {code for code in codes if say(INDICATORS[code].name) == INDICATORS[code].name}
        assert missing <= {"U01"}, language  # Satisfaction is the same word in French


def test_documents_have_every_name_in_their_language() -> None:
    words = workbook_words(str.upper)
    assert {words.get(each.name) for each in INDICATORS.values()} == {
        each.name.upper() for each in INDICATORS.values()
    }
