"""What all question kinds have in common, and the record by which the engine finds the parts of a kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypedDict, TypeVar

from learnhub.quiz.fields import Fields
from learnhub.quiz.outcomes import Outcome
from learnhub.quiz.responses import Answer, Form, Typed, field_name, posted_text

MOST_MARKS = 100
COMMON_KEYS = frozenset({"id", "kind", "prompt", "explanation", "outcome", "marks", "pair"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question without its answer part. Texts are Markdown; ``outcome`` and ``pair`` may be empty."""

    kind: ClassVar[str]

    id: str
    prompt: str
    explanation: str
    outcome: str = ""
    marks: int = 1
    pair: str = ""


class Common(TypedDict):
    """The fields every question has, ready to be passed on to its class."""

    id: str
    prompt: str
    explanation: str
    outcome: str
    marks: int
    pair: str


def read_common(fields: Fields) -> Common:
    """The fields every question has."""
    return Common(
        id=fields.name("id"),
        prompt=fields.name("prompt"),
        explanation=fields.text("explanation"),
        outcome=fields.text("outcome", ""),
        marks=fields.whole("marks", default=1, low=1, high=MOST_MARKS),
        pair=fields.text("pair", ""),
    )


def parse_typed(question: Question, form: Form) -> Typed:
    """The text that was typed for a question; for kinds whose answer is typed."""
    return Typed(posted_text(form, field_name(question.id)))


def _none_shown(_question: Question) -> int:
    return 0


def _same(question: Any) -> Any:
    return question


def _as_right(_seen: Any, right: Any) -> Any:
    return right


Q = TypeVar("Q", bound=Question)
A = TypeVar("A", bound=Answer)


@dataclass(frozen=True, slots=True)
class Kind(Generic[Q, A]):
    """The parts of one question kind, found by its name.

    ``own_keys``: its keys in the data besides the common ones. ``read``: the question in data.
    ``parse``: the answer in a posted form. ``grade``: an answer that is not blank. ``shown``: how many
    options a paper puts in order (0 = none). ``always_shuffled``: the source order
    tells about the answer, so that it is shuffled also where nothing else is. ``never_as_source``: the source
    order is the answer, so that it is never shown. ``rekeyed``: a question as it was seen with the key of
    another one of the same prompt; ``None`` where an answer to the one is none to the other. ``bare``: a
    question without what is said of its key.
    """

    question: type[Q]
    answer: type[A]
    own_keys: frozenset[str]
    read: Callable[[Fields], Q]
    parse: Callable[[Q, Form], A]
    grade: Callable[[Q, A], Outcome]
    shown: Callable[[Q], int] = _none_shown
    always_shuffled: bool = False
    never_as_source: bool = False
    rekeyed: Callable[[Q, Q], Q | None] = _as_right
    bare: Callable[[Q], Q] = _same

    @property
    def name(self) -> str:
        """The name of the kind, as in the course file."""
        return self.question.kind


AnyKind = Kind[Any, Any]
