"""No figure from a ledger that is not as it was recorded: its chain of blocks is followed as it grows.

Each look checks what has come since the last one, then goes on with a second look at everything that was checked
before, a share of it each time. A small ledger is checked whole at every look. How far it is stands in a file beside
the mirror, so that all processes share it; it can be thrown away, and the checking begins again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.orm import Session

from learnhub.kernel.errors import N_, Unacceptable
from learnhub.kernel.files import write_whole
from learnhub.ledger.queries import START, Cursor
from learnhub.ledger.verify import Finding, Followed, Looked, follow, follow_tail, followed_to
from learnhub.reach.patience import Phase
from learnhub.reach.patience import step as tell

FOLDER = "mirror"  # the engine's; known here because the engine is fetched only when it is asked
STATE_FILE = "chain.json"
LEAST_PAUSE_S = 5.0  # pages of one reader come in bursts: one look does for them
SHARE = 20  # and looking takes no more than a twentieth of the time
ROWS_A_LOOK = 50_000  # about half a second
ROWS_IN_PASSING = 1_000_000
MOST_NAMED = 20
NOWHERE = Followed()
_next: dict[Path, float] = {}
log = structlog.get_logger()


class BrokenChain(Unacceptable):
    """The ledger was changed behind the program's back. `findings` say which rows, `problems` say it in English."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(
            N_("The ledger is not as it was recorded, so no figure is published from it."),
            [finding.sentence for finding in findings],
        )
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Watch:
    """How far the ledger is checked. `first` is the first look at it, `again` how far the next one has come.

    `tail` is the place up to which entries that no block has sealed yet were checked; `caught_up`: nothing is left
    that was not looked at once.
    """

    first: Followed = NOWHERE
    again: Followed = NOWHERE
    tail: Cursor = START
    caught_up: bool = False
    findings: tuple[Finding, ...] = ()


def refuse_broken(session: Session, folder: Path) -> None:
    """Go on only if nothing is known against the ledger. Raises BrokenChain. `folder` keeps how far it is checked."""
    started = time.monotonic()
    if started >= _next.get(folder, 0.0):
        watch = look(session, folder)
        ended = time.monotonic()
        _next[folder] = ended + max(LEAST_PAUSE_S, SHARE * (ended - started))
    else:
        watch = load(folder)
    if watch.findings:
        raise BrokenChain(watch.findings)


def look(session: Session, folder: Path, rows: int = ROWS_A_LOOK) -> Watch:
    """Check about so many entries and keep how far it is."""
    tell(Phase.CHECKING, 0)
    before = load(folder)
    watch = _looked_further(session, before, rows)
    if watch.findings and not before.findings:
        log.error("the ledger is not as it was recorded", rows=[each.sentence for each in watch.findings])
    _keep(folder, watch)
    return watch


def look_in_passing(session: Session, folder: Path, now: datetime) -> None:
    """Go on looking when nobody asks: each minute while there is something that was never looked at, else each hour."""
    if not load(folder).caught_up or now.minute == 0:
        look(session, folder, ROWS_IN_PASSING)


def _looked_further(session: Session, watch: Watch, rows: int) -> Watch:
    if followed_to(session, watch.first.block_id) != watch.first:
        watch = Watch()  # the ledger was put back or replaced, or its last block altered: begin again
    if watch.findings:
        found = _still_found(session, watch)
        if found:
            return replace(watch, findings=found)
        watch = replace(watch, findings=())
    budget = _Budget(rows)
    first = budget.run(follow(session, watch.first), watch.first)
    tail = max(watch.tail, first.place)
    tail = budget.run(follow_tail(session, tail), Followed(place=tail)).place
    caught_up = budget.left > 0
    again = watch.again
    if caught_up and first == watch.first:
        again = again if again.block_id < first.block_id else NOWHERE
        again = budget.run(_until(follow(session, again), first.block_id), again)
        tail = budget.run(follow_tail(session, first.place), Followed(place=tail)).place
    return Watch(first, again, tail, caught_up, tuple(budget.findings[:MOST_NAMED]))


def _until(steps: Iterator[Looked], block_id: int) -> Iterator[Looked]:
    for step in steps:
        yield step
        if step.followed.block_id >= block_id:
            return


def _still_found(session: Session, watch: Watch) -> tuple[Finding, ...]:
    """What is found where something was found before: it may have been put right."""
    found: list[Finding] = []
    blocks = sorted({each.block_id for each in watch.findings if each.block_id})
    for number in blocks:
        before = followed_to(session, number - 1)
        found += [each for step in islice(follow(session, before), 1) for each in step.findings]
    if len(blocks) < len({each.block_id for each in watch.findings}):
        place = watch.first.place
        found += [each for step in follow_tail(session, place) for each in step.findings]
    return tuple(found[:MOST_NAMED])


class _Budget:
    """Takes steps of a check until the rows are used up or something is found."""

    def __init__(self, rows: int) -> None:
        self.left = rows
        self.findings: list[Finding] = []

    def run(self, steps: Iterator[Looked], start: Followed) -> Followed:
        """How far it has come from `start`; nothing is taken once the budget is used up."""
        while self.left > 0 and not self.findings:
            step = next(steps, None)
            if step is None:
                break
            start = step.followed
            self.left -= max(1, step.rows)
            self.findings += step.findings
            tell(Phase.CHECKING, 0)
        return start


def forget(folder: Path) -> None:
    """Begin again with the first entry, at the next look."""
    (folder / STATE_FILE).unlink(missing_ok=True)
    _next.pop(folder, None)


def load(folder: Path) -> Watch:
    """How far the ledger is checked; not at all if the file is not there or is another version's."""
    try:
        kept: dict[str, Any] = json.loads((folder / STATE_FILE).read_text(encoding="utf-8"))
        return Watch(
            first=_followed(kept["first"]),
            again=_followed(kept["again"]),
            tail=Cursor(*kept["tail"]),
            caught_up=kept["caught_up"],
            findings=tuple(Finding(**each) for each in kept["findings"]),
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return Watch()


def _followed(kept: dict[str, Any]) -> Followed:
    return Followed(kept["block_id"], kept["block_hash"], Cursor(*kept["place"]))


def _keep(folder: Path, watch: Watch) -> None:
    write_whole(folder / STATE_FILE, (json.dumps(asdict(watch), indent=1) + "\n").encode())
