"""A finding of the checklist, as data: pages and commands put it into words with `sentences`."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..problems import Message

Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """One thing to look at. Lines and columns count from 1; `path` is the dotted path of a value, or empty.

    `item` is the line of the checklist it belongs to, `code` names the sentence, `params` fill it. Where the reader of
    course files has found it, `message` is what that says.
    """

    file: str
    line: int
    column: int
    item: str
    code: str
    blocking: bool
    path: str = ""
    params: Params = field(default=())
    message: Message | None = field(default=None, compare=False)

    @property
    def step(self) -> str:
        """The id of the step that it is in, or empty."""
        folder, _, name = self.file.partition("/")
        return name.rpartition(".")[0] if folder in ("lessons", "quizzes", "assignments") else ""

    @property
    def question(self) -> int | None:
        """The number of the question, from 0, that it is about."""
        head, _, rest = self.path.partition(".")
        number = rest.partition(".")[0]
        return int(number) if head == "questions" and number.isdigit() else None


@dataclass(frozen=True, slots=True)
class Note:
    """A finding before its file is known: the line in the text from 0, the code, and what fills the sentence.
    Columns count from 1."""

    line: int
    code: str
    params: Params = ()
    path: str = ""
    column: int = 1


def filled(**values: object) -> Params:
    """What fills a sentence, as text."""
    return tuple((name, str(value)) for name, value in values.items())
