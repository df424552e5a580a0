"""Errands: pieces of work that outlast a request, seen by every process of the installation through files.

An errand that is done within the reader's patience leaves no trace here. A longer one has `KEY.json` (how far it is),
`KEY.cancel` if somebody wants it stopped, and at its end `KEY.body`. Old ones are swept away.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from structlog.contextvars import bind_contextvars, get_contextvars

from learnhub.kernel.clock import now
from learnhub.kernel.files import write_whole
from learnhub.reach.patience import Cancelled, Phase, Work, doing

FOLDER = "errands"
TICK_S = 0.5
SILENT_S = 15.0  # nobody has written for so long: its process is gone
KEPT_S = 3600.0
_KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an errand: a response of HTTP as plain values."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Errand:
    """An errand as its file shows it. `state` is running, done or cancelled; times are ISO 8601, UTC."""

    key: str
    person_id: int
    endpoint: str
    address: str
    started_at: str
    state: str = "running"
    phase: str = Phase.WAITING.value
    done: int = 0
    of: int = 0
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def since(self) -> datetime:
        """When it began."""
        return datetime.fromisoformat(self.started_at)

    @property
    def file_name(self) -> str:
        """The name of the file that it makes; empty for a page."""
        told = dict(self.headers).get("Content-Disposition", "")
        return told.partition('filename="')[2].rpartition('"')[0]


class Office:
    """The errands of an installation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, key: str) -> Errand | None:
        """The errand of this key; None if there is none, or if its process is gone."""
        if not _KEY.fullmatch(key):
            return None
        path = self._file(key)
        try:
            written = path.stat().st_mtime
            kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        found = Errand(**{**kept, "headers": tuple((name, value) for name, value in kept["headers"])})
        if found.state != "running":
            return found
        if self.wished(key):  # its thread may still write how far it is
            return replace(found, state="cancelled")
        return None if now().timestamp() - written > SILENT_S else found

    def all(self) -> list[Errand]:
        """Those that are running or were not taken yet, the oldest first."""
        found = [self.find(path.stem) for path in self.folder.glob("*.json")]
        return sorted((each for each in found if each is not None), key=lambda each: each.started_at)

    def take(self, errand: Errand) -> Answer | None:
        """What came of it; None if it has been swept away."""
        try:
            return Answer(errand.status, errand.headers, self._body(errand.key).read_bytes())
        except FileNotFoundError:
            return None

    def forget(self, key: str) -> None:
        """Throw its files away."""
        for path in (self._file(key), self._body(key), self._wish(key)):
            path.unlink(missing_ok=True)

    def cancel(self, errand: Errand) -> None:
        """Have it stopped, in whichever process it runs."""
        if errand.state == "running":
            self._wish(errand.key).touch()
            self.note(replace(errand, state="cancelled"))

    def wished(self, key: str) -> bool:
        """Whether somebody wants it stopped."""
        return self._wish(key).exists()

    def note(self, errand: Errand, body: bytes | None = None) -> None:
        """Write down how far it is, and what came of it."""
        if body is not None:
            self._body(errand.key).write_bytes(body)
        write_whole(self._file(errand.key), json.dumps(asdict(errand)).encode())

    def sweep(self) -> None:
        """Throw away what nobody came for."""
        for path in self.folder.iterdir():
            if now().timestamp() - path.stat().st_mtime > KEPT_S:
                path.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _body(self, key: str) -> Path:
        return self.folder / f"{key}.body"

    def _wish(self, key: str) -> Path:
        return self.folder / f"{key}.cancel"


class Runner:
    """Runs an errand in a thread, and writes down how it goes once somebody has lost patience."""

    def __init__(self, office: Office, errand: Errand, make: Callable[[], Answer]) -> None:
        self.office, self.errand, self.make = office, errand, make
        self.work = Work()
        self.answer: Answer | None = None
        self.problem: BaseException | None = None
        self.ended = threading.Event()
        self._logged = get_contextvars()
        self._thread = threading.Thread(target=self._run, name="errand", daemon=True)

    def wait(self, patience_s: float) -> Answer | None:
        """Start, and give the answer if it comes in time. Raises what the work raised."""
        self._thread.start()
        if not self.ended.wait(patience_s):
            self._note()
            threading.Thread(target=self._watch, name="errand-watch", daemon=True).start()
            return None
        if self.problem is not None:
            raise self.problem
        return self.answer

    def _run(self) -> None:
        bind_contextvars(**self._logged)
        try:
            with doing(self.work):
                self.answer = self.make()
        except BaseException as problem:
            self.problem = problem
        finally:
            self.ended.set()

    def _watch(self) -> None:
        """Until the end: write down how far it is, and see whether somebody wants it stopped."""
        while not self.ended.wait(TICK_S):
            if self.work.cancelled or self.office.wished(self.errand.key):
                self.work.cancel()
            else:
                self._note()
        if self.work.cancelled or isinstance(self.problem, Cancelled):
            log.info("work cancelled", endpoint=self.errand.endpoint, person=self.errand.person_id)
        elif self.answer is None:
            log.error("work failed", endpoint=self.errand.endpoint, exc_info=self.problem)
            self.office.forget(self.errand.key)
        elif not self.office.wished(self.errand.key):
            made = replace(self.errand, state="done", status=self.answer.status, headers=self.answer.headers)
            self.office.note(made, self.answer.body)

    def _note(self) -> None:
        work = self.work
        self.office.note(replace(self.errand, phase=work.phase.value, done=work.done, of=work.of))
