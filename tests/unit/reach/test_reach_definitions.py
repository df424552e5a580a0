"""What is said of the indicators in six languages is what the catalogue says, word by word."""

from __future__ import annotations

import re

import pytest

from learnhub.reach.definitions import ADDITIVITY, DEFINITIONS, UNITS
from learnhub.reach.indicators import INDICATORS
from learnhub.web.i18n import LANGUAGES, translations

NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
OTHERS = sorted(set(LANGUAGES) - {"en"})


def test_the_words_are_those_of_the_catalogue() -> None:
    assert set(DEFINITIONS) == {each.definition for each in INDICATORS.values()}
    assert {each.unit.value for each in INDICATORS.values()} <= set(UNITS)
    assert {each.additivity.value for each in INDICATORS.values()} <= set(ADDITIVITY)


@pytest.mark.parametrize("code", OTHERS)
def test_every_language_says_them_with_the_same_numbers(code: str) -> None:
    say = translations(code).gettext
    for text in (*DEFINITIONS, *ADDITIVITY):
        said = say(text)
        assert said != text, f"{code}: {text}"
        numbers = [sorted(each.replace(",", ".") for each in NUMBER.findall(words)) for words in (text, said)]
        assert set(numbers[1]) >= {each for each in numbers[0] if len(each) > 1}, f"{code}: {text}"
    assert [each for each in UNITS if say(each) == ""] == []


@pytest.mark.parametrize("code", OTHERS)
def test_every_indicator_has_a_name_in_every_language(code: str) -> None:
    say = translations(code).gettext
    same = {each.code for each in INDICATORS.values() if say(each.name) == each.name}
    assert same <= {"T02", "U01"}  # the same words in French
