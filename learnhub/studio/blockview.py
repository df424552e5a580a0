"""A part of a draft as reviewers see it: every block as learners would, with the comments that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import dedent

from learnhub.coursefile.align import align
from learnhub.coursefile.blocks import Block, blocks_of
from learnhub.coursefile.compile.blocks import compile_blocks
from learnhub.coursefile.compile.text import compile_text
from learnhub.coursefile.diff import Words, diff_words
from learnhub.coursefile.document import Asset, CourseDocument
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.sketch import sketch
from learnhub.kernel.errors import Unacceptable
from learnhub.studio.domain import COURSE, Part, Parts
from learnhub.studio.preview import resources_of
from learnhub.studio.queries.reviews import Comment

Address = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a question, or one of its accepted answers."""

    html: str
    right: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question with its answer, as reviewers need it. `outcome` is the id of what it measures, empty if it measures
    none and should, None if it need not."""

    kind: str
    prompt: str
    explanation: str
    choices: tuple[Choice, ...]
    facts: tuple[tuple[str, str], ...]
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its replies. `block_changed`: the block is not as it was when the comment was made. `words` are
    what a suggestion takes away and brings, against the block that it was made on."""

    comment: Comment
    replies: tuple[Comment, ...]
    block_changed: bool
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block with its place in the part, from 0, and its number among those that are shown. Without `html` and
    `question` it is shown as it is written."""

    place: int
    number: int
    block: Block
    html: str = ""
    question: ShownQuestion | None = None
    threads: tuple[Thread, ...] = ()
    changed: bool = False


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A whole part. `lost` are comments on blocks that are gone, `after` is what learners see behind the text."""

    blocks: tuple[ShownBlock, ...]
    after: str = ""
    lost: tuple[Thread, ...] = field(default=())


def file_address(parts: Parts) -> Address:
    """Where the files of a draft are served: in the store, under their digest."""
    digests = {path: part.asset.sha256 for path, part in parts.items() if path.startswith("assets/")}
    return lambda path: f"/files/{digests.get(path, '0' * 64)}/{path.rsplit('/', 1)[-1]}"


def course_of(parts: Parts) -> CourseDocument:
    """Enough of the course to compile one of its texts, whatever state the rest is in."""
    assets = [
        Asset(path, each.media_type, each.size, each.sha256, each.width, each.height)
        for path, part in parts.items()
        if path.startswith("assets/")
        for each in (part.asset,)
    ]
    return sketch(parts[COURSE].text if COURSE in parts else "", assets, resources_of(parts))


def shown_part(
    parts: Parts,
    part: Part,
    comments: Sequence[Comment],
    earlier: Mapping[tuple[str, int], str],
    changed: frozenset[int],
) -> ShownPart:
    """The part block by block. `earlier` has the texts of the revisions that comments were made on, `changed` the
    places that an approval does not hold for any more."""
    blocks = blocks_of(part.path, part.text)
    html, questions, after = _looks(parts, part, blocks)
    threads, lost = _threads(part, blocks, comments, earlier)
    return ShownPart(
        tuple(
            ShownBlock(
                place, number, block, html.get(place, ""), questions.get(place),
                tuple(threads.get(place, ())), place in changed,
            )
            for number, (place, block) in enumerate(_told(blocks), start=1)
        ),
        after,
        tuple(lost),
    )  # fmt: skip


def _told(blocks: Sequence[Block]) -> list[tuple[int, Block]]:
    """The blocks that say something, each with its place; the lines of hyphens around the facts of a lesson do not."""
    return [(place, block) for place, block in enumerate(blocks) if block.kind != "edge"]


def number_of(path: str, text: str, place: int) -> int:
    """The number that a block is shown under."""
    return sum(1 for each, _block in _told(blocks_of(path, text)) if each <= place)


def _looks(
    parts: Parts, part: Part, blocks: Sequence[Block]
) -> tuple[dict[int, str], dict[int, ShownQuestion], str]:
    document, address = course_of(parts), file_address(parts)
    try:
        if part.path.endswith(".md"):
            return _lesson(document, address, blocks)
        if part.path.startswith("assignments/"):
            return _task(document, address, blocks)
        if part.path.startswith("quizzes/"):
            return {}, _questions(document, address, part.text, blocks), ""
    except Unacceptable:  # too large to be sanitised: it is shown as written
        return {}, {}, ""
    return {}, {}, ""


def _lesson(
    document: CourseDocument, address: Address, blocks: Sequence[Block]
) -> tuple[dict[int, str], dict[int, ShownQuestion], str]:
    places = [place for place, block in enumerate(blocks) if block.kind not in ("edge", "fact")]
    if not places:
        return {}, {}, ""
    return _prose(document, address, blocks, places, "".join(block.text for block in blocks[places[0] :]))


def _prose(
    document: CourseDocument, address: Address, blocks: Sequence[Block], places: Sequence[int], body: str
) -> tuple[dict[int, str], dict[int, ShownQuestion], str]:
    head = blocks[places[0]].first - 1
    found = compile_blocks(document, body, [blocks[place].first - head for place in places], address)
    return dict(zip(places, found.blocks, strict=True)), {}, found.after


def _task(
    document: CourseDocument, address: Address, blocks: Sequence[Block]
) -> tuple[dict[int, str], dict[int, ShownQuestion], str]:
    """What an assignment asks for; its text stands indented in the file."""
    places = [place for place, block in enumerate(blocks) if block.kind not in ("fact", "item")]
    if not places:
        return {}, {}, ""
    return _prose(document, address, blocks, places, dedent("".join(blocks[place].text for place in places)))


def _questions(
    document: CourseDocument, address: Address, text: str, blocks: Sequence[Block]
) -> dict[int, ShownQuestion]:
    quiz = read_loose(text) or {}
    listed = quiz.get("questions")
    data = listed if isinstance(listed, list) else []
    places = [place for place, block in enumerate(blocks) if block.kind == "question"]
    if len(places) != len(data):
        return {}

    def compiled(value: object, *, inline: bool = False, prefix: str = "") -> str:
        return compile_text(document, str(value or ""), address, inline=inline, prefix=prefix)

    return {
        place: _question(each, compiled, f"q{number}-", None if quiz.get("kind") == "practice" else "")
        for number, (place, each) in enumerate(zip(places, data, strict=True), 1)
        if isinstance(each, dict)
    }


def _question(
    data: Mapping[str, object], compiled: Callable[..., str], prefix: str, without: str | None
) -> ShownQuestion:
    listed = data.get("options")
    options = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    shown = {"id", "kind", "prompt", "explanation", "options", "outcome"}
    return ShownQuestion(
        str(data.get("kind", "")),
        compiled(data.get("prompt"), prefix=f"{prefix}p-"),
        compiled(data.get("explanation"), prefix=f"{prefix}e-"),
        tuple(
            Choice(
                compiled(each.get("text"), inline=True),
                each.get("correct") is True,
                compiled(each.get("feedback"), inline=True) if each.get("feedback") else "",
            )
            for each in options
        ),
        tuple((key, _plain(value)) for key, value in data.items() if key not in shown),
        _plain(data["outcome"]) if data.get("outcome") else without,
    )


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return " = ".join(_plain(each) for each in value.values())
    if isinstance(value, list):
        return " · ".join(_plain(each) for each in value)
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _threads(
    part: Part,
    blocks: Sequence[Block],
    comments: Sequence[Comment],
    earlier: Mapping[tuple[str, int], str],
) -> tuple[dict[int, list[Thread]], list[Thread]]:
    """The threads by the place where their block stands now, and those whose block is gone."""
    found: dict[int, list[Thread]] = {}
    lost: list[Thread] = []
    for first in (each for each in comments if each.parent_id is None):
        replies = tuple(each for each in comments if each.parent_id == first.id)
        then = blocks_of(part.path, earlier.get((first.path, first.rev), ""))
        place, words = _place_now(part, then, blocks, first), _words(then, first)
        if place is None:
            lost.append(Thread(first, replies, block_changed=True, words=words))
        else:
            changed = then[first.place].body != blocks[place].body
            found.setdefault(place, []).append(Thread(first, replies, changed, words))
    return found, lost


def _words(then: Sequence[Block], comment: Comment) -> tuple[Words, ...]:
    if comment.suggestion is None:
        return ()
    seen = then[comment.place].plain if comment.place < len(then) else ""
    return diff_words(seen, dedent(comment.suggestion))


def _place_now(part: Part, then: Sequence[Block], now: Sequence[Block], comment: Comment) -> int | None:
    if not comment.place < len(then):
        return None
    if comment.rev == part.rev:
        return comment.place if comment.place < len(now) else None
    return align(then, now).partner[comment.place]
