"""All checks across files, in the order of the files."""

from __future__ import annotations

from collections.abc import Iterator

from .. import limits
from ..media import image_size, wrong_content
from ..problems import Message, Problem, dotted, say
from ..svg import inspect_svg
from ..variants import copies_of, wrong_copy
from ..yamltree import Path, Tree
from .assignment import check_assignment
from .course import check_course
from .index import CourseIndex, Loaded, LoadedLesson, build_index, named, texts
from .quiz import check_pairs, check_quiz, quiz_texts
from .resources import check_resources
from .texts import Names, check_lesson_text, check_quiz_text, names_of


def check_all(loaded: Loaded) -> list[Problem]:
    """Every problem that needs more than one value to be seen."""
    index = build_index(loaded)
    names = names_of(index)
    found: list[Problem] = []
    if loaded.course:
        found += check_course(loaded.course, loaded)
    for lesson in loaded.lessons.values():
        found += _lesson(lesson, index, names)
    for tree in loaded.quizzes.values():
        if tree is not None:
            found += check_quiz(tree, index)
            found += _quiz_prose(tree, index, names)
    for tree in loaded.assignments.values():
        if tree is not None:
            found += check_assignment(tree, index)
    found += check_pairs([tree for tree in loaded.quizzes.values() if tree is not None])
    if loaded.course:
        found += _measured(loaded.course, index)
    found += _assets(loaded, index)
    found += check_resources(loaded, index)
    return found


def _lesson(lesson: LoadedLesson, index: CourseIndex, names: Names) -> Iterator[Problem]:
    if lesson.front is not None:
        for number, outcome in texts(lesson.front.value, "outcomes"):
            if index.outcomes is not None and outcome not in index.outcomes:
                yield lesson.front.problem(("outcomes", number), say("no-outcome", name=outcome))
    size = len(lesson.text.encode())
    if size > limits.LESSON_TEXT:
        message = say("lesson-long", n=size, most=limits.LESSON_TEXT)
        yield Problem(lesson.file, lesson.first_line, 1, "text", message)
    if not lesson.text.strip():
        if lesson.front is not None:
            yield Problem(lesson.file, lesson.first_line, 1, "text", say("lesson-empty"))
        return
    checked = check_lesson_text(lesson.text, names)
    checked.note(index)
    for line, column, message in checked.found:
        yield Problem(lesson.file, lesson.first_line + line, column, "text", message)
    if not checked.active:
        yield Problem(lesson.file, lesson.first_line, 1, "text", say("no-activity"))


def _quiz_prose(tree: Tree, index: CourseIndex, names: Names) -> Iterator[Problem]:
    for path, text, inline in quiz_texts(tree):
        checked = check_quiz_text(text, names, inline=inline)
        checked.note(index)
        for _line, _column, message in checked.found:
            yield _at(tree, path, message)


def _at(tree: Tree, path: Path, message: Message) -> Problem:
    line, column = tree.place(path)
    return Problem(tree.file, line, column, dotted(path), message)


def _measured(course: Tree, index: CourseIndex) -> Iterator[Problem]:
    for path, outcome in named(course, "outcomes", "id"):
        if outcome not in index.measured:
            yield course.problem(path, say("unmeasured", name=outcome))


def _assets(loaded: Loaded, index: CourseIndex) -> Iterator[Problem]:
    copies = _copies(loaded, index)
    whole = _whole(loaded)
    for path, data in sorted(loaded.assets.items()):
        if path in copies:
            wrong = copies[path]
            if wrong:
                yield Problem(path, 1, 1, "", wrong)
        elif path not in index.used_assets and whole:
            yield Problem(path, 1, 1, "", say("unused-file"))
        if path.endswith(".svg"):
            yield from inspect_svg(path, data)[1]
        else:
            message = wrong_content(path, data)
            if message:
                yield Problem(path, 1, 1, "", message)


def _whole(loaded: Loaded) -> bool:
    """Whether every text was read: one that was not may use any file."""
    trees = (*loaded.quizzes.values(), *loaded.assignments.values())
    return all(lesson.front or lesson.text for lesson in loaded.lessons.values()) and None not in trees


def _copies(loaded: Loaded, index: CourseIndex) -> dict[str, Message | None]:
    """Narrower copies of pictures, each with what is wrong with it or nothing. They come and go with their picture."""
    return {
        copy: wrong_copy(width, image_size(copy, loaded.assets[copy]), image_size(path, data))
        for path, data in loaded.assets.items()
        for width, copy in copies_of(path, loaded.assets)
        if copy not in index.used_assets
    }
