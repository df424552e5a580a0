"""Learners who carry on while their server is killed, and remember what it told them was stored."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from harness.processes import server_processes
from harness.visitor import Failure, Pairs, Place, Visitor, find_form
from harness.workloads import QUIZ, RESULT, enter_as_learner, lesson

AGAIN_AFTER_S = 0.5
START_WITHIN_S = 60.0
WORK_BEFORE_KILL_S = (0.5, 6.0)  # from its first page on
DONE_WITHIN_S = 60.0
_STORED = """SELECT person.login, attempt.number, attempt.answers, attempt.submitted_at
FROM attempt JOIN person ON person.id = attempt.person_id WHERE attempt.quiz = 'quiz'"""


@dataclass
class Sitting:
    """One try: what was chosen, which of that was acknowledged, and whether handing in was."""

    number: int
    chosen: dict[str, int] = field(default_factory=dict)
    saved: set[str] = field(default_factory=set)
    handed_in: bool = False


class Learner:
    """Signs in, then reads a lesson and takes a whole quiz, again and again, whatever happens to the server."""

    def __init__(self, place: Place, number: int) -> None:
        self.number, self.login = number, f"b{number:05d}"
        self.visitor = Visitor(place)
        self.chance = random.Random(number)
        self.sittings: dict[int, Sitting] = {}
        self.failures: Counter[str] = Counter()

    def study(self, ended: Callable[[], bool]) -> None:
        """Until it has ended, and then to the end of the quiz that was begun."""
        self._persist(self._sign_in)
        while not ended():
            self._persist(lambda: lesson(self.visitor, self.number))
            self._persist(self._take_quiz)
        self.visitor.close()

    def _sign_in(self) -> None:
        """Unless that was done already and only the answer was lost."""
        if "Sign out" not in self.visitor.get("/en/me"):
            enter_as_learner(self.visitor, self.number)

    def _persist(self, step: Callable[[], None]) -> None:
        """Do a step until it works, as somebody does who presses "again"."""
        while True:
            try:
                return step()
            except Failure as failure:
                self.failures[str(failure)] += 1
                self.visitor.close()
                time.sleep(AGAIN_AFTER_S)

    def _take_quiz(self) -> None:
        form = find_form(self.visitor.get(QUIZ), "q.")
        base: Pairs = [(name, value) for name, value in form.fields if name not in form.choices]
        told: Pairs = [(name, value) for name, value in base if name in {"csrf_token", "version", "number"}]
        number = int(dict(base)["number"])
        sitting = self.sittings.setdefault(number, Sitting(number))
        for name, values in sorted(form.choices.items()):
            question = name.removeprefix("q.")
            if name == question or question in sitting.saved:
                continue
            choice = sitting.chosen.setdefault(question, int(self.chance.choice(sorted(values))))
            # as the page's script does, of this question alone: of others shown and not sent, the answers were cleared
            one: Pairs = [*told, ("shown", question), (name, str(choice))]
            said = json.loads(self.visitor.post(f"{QUIZ}/answers", one))
            if question not in said["saved"]:
                raise Failure(f"{question} was taken and not saved")
            sitting.saved.add(question)
        answers = [(f"q.{question}", str(choice)) for question, choice in sitting.chosen.items()]
        self.visitor.post(form.action, [*base, *answers, ("do", "check")], RESULT)
        sitting.handed_in = True


def lost(learners: list[Learner], database: Path) -> list[str]:
    """What was acknowledged and is not in the SQLite file, in words."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        found = {
            (login, number): (json.loads(answers), submitted is not None)
            for login, number, answers, submitted in connection.execute(_STORED)
        }
    missing = []
    for learner in learners:
        for sitting in learner.sittings.values():
            answers, submitted = found.get((learner.login, sitting.number), ({}, False))
            missing += [
                f"{learner.login}, try {sitting.number}: the answer to {question}"
                for question in sorted(sitting.saved)
                if answers.get(question) != {"chosen": [sitting.chosen[question]]}
            ]
            if sitting.handed_in and not submitted:
                missing.append(f"{learner.login}, try {sitting.number}: it was handed in")
    return missing


class Victim:
    """A server that is started, killed with all that belongs to it, and started again on the same port."""

    def __init__(self, command: list[str], instance: Path, place: Place) -> None:
        self.place, self.kills = place, 0
        self.command = [*command, "serve"]
        self.variables = {
            **os.environ,
            "LEARNHUB_INSTANCE": str(instance),
            "LEARNHUB_PORT": str(place.port),
            "LEARNHUB_WORKERS": "2",
        }
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(self.command, env=self.variables, stdout=quiet, stderr=quiet)
        end = time.perf_counter() + START_WITHIN_S
        while time.perf_counter() < end and process.poll() is None:
            visitor = Visitor(self.place)
            try:
                visitor.get("/healthz")
            except Failure:
                time.sleep(0.05)
            else:
                return process
            finally:
                visitor.close()
        raise Failure("the server did not start: `learnhub serve` on this instance says why")

    def kill(self) -> None:
        """As a power cut would: the parent first, so that nothing is started again."""
        family = server_processes(self.place.port) | {self.process.pid}
        for pid in [self.process.pid, *sorted(family - {self.process.pid})]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1

    def kill_and_start(self) -> None:
        """A power cut, and the power comes back."""
        self.kill()
        self.process = self._start()


def endure(victim: Victim, count: int, kills: int) -> list[Learner]:
    """So many learners at the same moment, until the server was killed so many times while they were at work."""
    learners = [Learner(victim.place, number) for number in range(1, count + 1)]
    chance, over = random.Random(kills), threading.Event()
    threads = [threading.Thread(target=each.study, args=(over.is_set,), daemon=True) for each in learners]
    for thread in threads:
        thread.start()
    while victim.kills < kills:
        time.sleep(chance.uniform(*WORK_BEFORE_KILL_S))
        victim.kill_and_start()
    over.set()
    end = time.perf_counter() + DONE_WITHIN_S
    for thread in threads:
        thread.join(max(0.0, end - time.perf_counter()))
    return learners
