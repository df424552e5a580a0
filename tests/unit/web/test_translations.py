"""Every catalogue of translations says all that the pages say, and fills in the same values."""

from __future__ import annotations

import re
from collections import defaultdict
from gettext import c2py
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from flask import Flask, g
from flask_babel import gettext, lazy_gettext

from learnhub.web.i18n import FOLDER, LANGUAGES, init_languages, translations

PACKAGE = FOLDER.parent
CODES = sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/messages.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w+\}")
LINK_OR_TAG = re.compile(r"https?://\S+|</?\w[^>]*>|&\w+;")
LOOSE = re.compile(r"« |\S (?=[?:;!»](?:[\s\"»),.]|$))")
OF_A_FILE = {"& ou ! ne", "un texte avec :"}  # signs of a file that are named, no punctuation
MOST = 300  # numbers up to here show every plural form of the six languages


def both(message: Message) -> tuple[str, ...]:
    """The message as it stands in the code: one text, or singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def told(message: Message) -> tuple[str, ...]:
    """Its translation, one text or one for each plural form."""
    given = message.string or ""
    return (given,) if isinstance(given, str) else tuple(given)


def values(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def links(texts: tuple[str, ...]) -> list[str]:
    return LINK_OR_TAG.findall(texts[0])


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What is marked for translation in the code as it is now."""
    pot = tmp_path_factory.mktemp("words") / "messages.pot"
    mapping = str(PACKAGE / "web" / "translations.cfg")
    CommandLineInterface().run(  # type: ignore[no-untyped-call]
        ["pybabel", "-q", "extract", "-F", mapping, "-k", "_l", "-o", str(pot), str(PACKAGE)]
    )
    with pot.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module", params=CODES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    with path_of(request.param).open("rb") as file:
        return read_po(file, locale=request.param)


def path_of(code: str) -> Path:
    return FOLDER / code / "LC_MESSAGES" / "messages.po"


def entries(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def test_the_languages_are_those_of_the_network() -> None:
    assert "ar" in CODES
    assert set(CODES) <= set(LANGUAGES) - {"en"}


def test_nothing_is_missing(template: Catalog, catalogue: Catalog) -> None:
    wanted = {both(message) for message in entries(template)}
    there = {both(message) for message in entries(catalogue) if all(told(message))}
    assert len(wanted) > 500
    assert sorted(wanted - there) == []


def test_no_entry_is_doubtful_or_obsolete(catalogue: Catalog) -> None:
    assert [message.id for message in entries(catalogue) if message.fuzzy] == []
    assert list(catalogue.obsolete) == []


def test_the_values_that_are_filled_in_are_the_same(catalogue: Catalog) -> None:
    wrong = [
        message.id
        for message in entries(catalogue)
        if not message.pluralizable and values(told(message)[0]) != values(both(message)[0])
    ]
    assert wrong == []
    assert [(message.id, [str(error) for error in errors]) for message, errors in catalogue.check()] == []


def test_links_and_tags_are_the_same(catalogue: Catalog) -> None:
    wrong = [
        message.id
        for message in entries(catalogue)
        if not message.pluralizable and links(told(message)) != links(both(message))
    ]
    assert wrong == []


def test_no_line_of_french_begins_with_a_question_mark() -> None:
    """The space before it is a narrow one that does not break."""
    with path_of("fr").open("rb") as file:
        texts = [text for message in entries(read_po(file, locale="fr")) for text in told(message)]
    assert len(texts) > 500
    loose = [text for text in texts if LOOSE.search(text) and not any(sign in text for sign in OF_A_FILE)]
    assert loose == []


def test_every_plural_form_is_there_and_names_its_number(catalogue: Catalog) -> None:
    """A form may leave its number out only if it stands for this one number alone."""
    form_of = c2py(catalogue.plural_expr)
    numbers: defaultdict[int, list[int]] = defaultdict(list)
    for number in range(MOST):
        numbers[form_of(number)].append(number)
    assert sorted(numbers) == list(range(catalogue.num_plurals))
    wrong = []
    for message in (message for message in entries(catalogue) if message.pluralizable):
        forms = told(message)
        assert len(forms) == catalogue.num_plurals, message.id
        for form, text in enumerate(forms):
            alone = len(numbers[form]) == 1
            if values(text) != values(both(message)[1]) and not (alone and values(text) == []):
                wrong.append((message.id, form))
    assert wrong == []


@pytest.mark.parametrize("code", CODES)
def test_pages_find_the_words(code: str) -> None:
    words = translations(code)
    assert words.gettext("Courses") != "Courses"
    assert words.ngettext("One course", "%(num)s courses", 7).count("%(num)s") == 1
    assert words.ngettext("One course", "%(num)s courses", 7) != "%(num)s courses"


@pytest.mark.parametrize("code", CODES)
def test_words_that_python_says_are_translated_too(code: str) -> None:
    app = Flask("words")
    init_languages(app)
    lazy = lazy_gettext("Courses")
    with app.test_request_context(f"/{code}/"):
        g.lang = code
        assert gettext("Courses") == str(lazy) == translations(code).gettext("Courses")
