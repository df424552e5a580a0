"""Findings in one text of a lesson: a function of the text and the language, so that each text is looked at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from .. import limits
from ..words import count_words
from .finding import Note, filled
from .prose import Passage, Prose, prose_of
from .reading import LONG_SENTENCE, level, sentences
from .shapes import mark_notes
from .wordlists import AUTHOR_YEAR, BARE_ADDRESS, CONTACT, FILE_NAME, LETTER, PERSON, SCRIPTS, VAGUE_LINKS

HEADING_CHARACTERS: Final = limits.TITLE_CHARACTERS
MOST_WORDS_A_MINUTE: Final = 250
"""Silent reading of English non-fiction: 238 words per minute (Brysbaert 2019, mean of 190 studies)."""
LEAST_WORDS_A_MINUTE: Final = 10
"""Slower than this, activities included, and the minutes are not those of this lesson."""
LETTERS_FOR_LANGUAGE: Final = 200
SHARE_OF_SCRIPT: Final = 40
LONG_SENTENCES_SHOWN: Final = 3


@lru_cache(maxsize=512)
def lesson_notes(text: str, language: str) -> tuple[Note, ...]:
    """Everything that can be said of the Markdown of a lesson by itself."""
    prose = prose_of(text)
    notes = [
        *_headings(prose),
        *_unfilled(prose),
        *_links(prose),
        *_figures(prose),
        *_tables(prose),
        *_reading(prose, language),
        *_language(prose, language),
        *_citations(prose),
        *mark_notes(text),
    ]
    for passage in prose.passages:
        if passage.box:
            notes += people(passage.line, passage.text)
    return tuple(sorted(set(notes), key=lambda note: (note.line, note.code, note.params)))


def pace_notes(text: str, minutes: int) -> Iterator[Note]:
    """Whether the text can be studied in the minutes that the lesson states."""
    words = count_words(text)
    if words > minutes * MOST_WORDS_A_MINUTE:
        yield Note(0, "minutes-few", filled(words=words, minutes=minutes, rate=MOST_WORDS_A_MINUTE))
    elif words < minutes * LEAST_WORDS_A_MINUTE:
        yield Note(0, "minutes-many", filled(words=words, minutes=minutes, rate=LEAST_WORDS_A_MINUTE))


def people(line: int, text: str, path: str = "") -> Iterator[Note]:
    """Names, addresses and numbers of persons in an example or a question."""
    for match in PERSON.finditer(text):
        yield Note(line, "name", filled(text=match[0].strip()), path)
    for match in CONTACT.finditer(text):
        yield Note(line, "contact", filled(text=match[0]), path)


def _headings(prose: Prose) -> Iterator[Note]:
    seen: set[str] = set()
    for line, text in prose.headings:
        folded = " ".join(text.casefold().split())
        if not folded:
            yield Note(line, "heading-empty")
        elif len(text) > HEADING_CHARACTERS:
            yield Note(line, "heading-long", filled(characters=len(text), most=HEADING_CHARACTERS))
        elif folded in seen:
            yield Note(line, "heading-twice", filled(text=text))
        seen.add(folded)


def _unfilled(prose: Prose) -> Iterator[Note]:
    for line, text in prose.dots:
        yield Note(line, "placeholder", filled(text=text))
    for line in prose.empty_boxes:
        yield Note(line, "box-empty")


def placeholder_notes(text: str, placeholders: frozenset[str]) -> Iterator[Note]:
    """What still stands as the outline of a new course wrote it."""
    prose = prose_of(text)
    for line, words in [*((each.line, each.text) for each in prose.passages), *prose.headings]:
        if words in placeholders:
            yield Note(line, "placeholder", filled(text=words))


def _links(prose: Prose) -> Iterator[Note]:
    targets: dict[str, str] = {}
    for link in prose.links:
        folded = " ".join(link.words.casefold().split()).rstrip(".…")
        if BARE_ADDRESS.fullmatch(link.words):
            yield Note(link.line, "link-address", filled(text=link.words[:80]))
        elif folded in VAGUE_LINKS or not folded:
            yield Note(link.line, "link-vague", filled(text=link.words))
        elif targets.setdefault(folded, link.target) != link.target:
            yield Note(link.line, "link-twins", filled(text=link.words))


def _figures(prose: Prose) -> Iterator[Note]:
    for figure in prose.figures:
        words = " ".join(figure.words.casefold().split())
        if FILE_NAME.fullmatch(words):
            yield Note(figure.line, "alternative-is-file", filled(text=figure.words[:80]))
        elif words and words == " ".join(figure.caption.casefold().split()):
            yield Note(figure.line, "alternative-is-caption")


def _tables(prose: Prose) -> Iterator[Note]:
    for line, column in prose.bare_columns:
        yield Note(line, "table-heading", filled(column=column))
    for line, column in prose.wordless_columns:
        yield Note(line, "table-heading-formula", filled(column=column))


def _reading(prose: Prose, language: str) -> Iterator[Note]:
    found = level([passage.text for passage in prose.passages], language)
    if found and not found.easy:
        yield Note(0, "reading-hard", filled(value=found.rounded, formula=found.formula, aim=found.aim))
    shown = 0
    for passage in prose.passages:
        for sentence in sentences(passage.text):
            words = count_words(sentence)
            if words > LONG_SENTENCE and shown < LONG_SENTENCES_SHOWN and not passage.quoted:
                shown += 1
                start = sentence[:60].rsplit(" ", 1)[0]
                yield Note(passage.line, "sentence-long", filled(words=words, text=start))


def _language(prose: Prose, language: str) -> Iterator[Note]:
    text = " ".join(passage.text for passage in prose.passages)
    letters = len(LETTER.findall(text))
    script = SCRIPTS.get(language)
    if script is None or letters < LETTERS_FOR_LANGUAGE:
        return
    share = 100 * len(script.findall(text)) // letters
    if share < SHARE_OF_SCRIPT:
        yield Note(0, "script", filled(share=share))


def _citations(prose: Prose) -> Iterator[Note]:
    last_quote = -2
    cited_near = _lines_near_citations(prose.passages)
    for passage in prose.passages:
        if passage.cited:
            continue
        match = AUTHOR_YEAR.search(passage.text)
        if match:
            yield Note(passage.line, "source-missing", filled(text=match[0].strip("()（） ")))
        elif passage.quoted and passage.line not in cited_near:
            if passage.line != last_quote:
                yield Note(passage.line, "quotation")
            last_quote = passage.line


def _lines_near_citations(passages: list[Passage]) -> set[int]:
    """First lines of paragraphs beside one that cites: a source often stands before or after its quotation."""
    near: set[int] = set()
    for before, after in pairwise(passages):
        if after.cited:
            near.add(before.line)
        if before.cited:
            near.add(after.line)
    return near
