"""Fill an instance with the data of the benchmark: courses, learners, results, all through the product.

    export LEARNHUB_INSTANCE=/somewhere/bench
    python3 lh db upgrade
    .venv/bin/python bench/seed.py            (the environment that `lh` makes)

20 courses in the catalogue; one bench course (3 modules, 10 lessons of about 11 kB, a quiz of 10 questions)
with 1,200 learners b00001…; report courses r1k, r10k, r100k with so many learners, nine of ten lessons done
and a quiz result each; a coordinator `coordinator`; an empty course `bulk` for the import of people.
Password of all: Learner-pass1

`--small` makes 40 learners and a hundredth of each report: enough to see that everything works, not to
measure it.
"""

from __future__ import annotations

import argparse
import random
import secrets
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from learnhub import create_app
from learnhub.access.identity import Role, Scope, ScopeKind
from learnhub.accounts.passwords import hash_password
from learnhub.catalogue.content import Version, load_version
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.publishing import publish
from learnhub.centres.load import load_reference
from learnhub.centres.service import OPERATOR, give_role
from learnhub.config import load_settings
from learnhub.coursefile.document import (
    Author,
    CourseDocument,
    FrameworkLink,
    Lesson,
    Metadata,
    Module,
    Outcome,
    Quiz,
    Step,
)
from learnhub.db import transaction
from learnhub.kernel.ids import opaque_id, printed_number
from learnhub.learning.queries import ENROLMENT, PERSON
from learnhub.ledger.records import EnrolmentRecord, PersonRecord
from learnhub.ledger.service import record

PASSWORD = "Learner-pass1"
WORDS = (
    "learn", "hub", "module", "topic", "energy", "water", "policy", "guide", "method", "result", "value",
    "table", "figure", "region", "system", "market", "learner", "course", "lesson", "river", "risk", "basin",
    "measure", "warning",
)  # fmt: skip
NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
BATCH = 5_000


def prose(rng: random.Random, words: int) -> str:
    """So many words as a sentence."""
    return " ".join(rng.choice(WORDS) for _ in range(words)).capitalize() + "."


def lesson(rng: random.Random, number: int) -> Lesson:
    """A lesson of about 11 kB."""
    text = "\n\n".join(f"## {prose(rng, 4)}\n\n{prose(rng, 105)}" for _ in range(14))
    return Lesson(f"lesson-{number}", f"Lesson {number}", 15, ("o1",), text)


def quiz(rng: random.Random) -> Quiz:
    """Ten single-choice questions of four options."""
    questions = [
        {
            "id": f"q{n}", "kind": "single", "outcome": "o1", "prompt": f"Question {n}: {prose(rng, 15)}",
            "options": [
                {"text": prose(rng, 5), **({"correct": True} if k == n % 4 else {})} for k in range(4)
            ],
            "explanation": prose(rng, 12),
        }
        for n in range(1, 11)
    ]  # fmt: skip
    data: dict[str, Any] = {
        "title": "Quiz", "kind": "final", "pass_mark": 60, "attempts": 0, "shuffle": True, "minutes": 30,
        "questions": questions,
    }  # fmt: skip
    return Quiz("quiz", data)


def document(code: str, title: str, rng: random.Random, *, lessons: int) -> CourseDocument:
    """A course of the benchmark."""
    made = tuple(lesson(rng, n) for n in range(1, lessons + 1))
    third = -(-lessons // 3)
    modules = [
        Module(f"m{n}", f"Module {n + 1}", tuple(Step(each.id, "lesson") for each in part))
        for n in range(3)
        if (part := made[n * third : (n + 1) * third])
    ]
    modules[-1] = Module(modules[-1].id, modules[-1].title, (*modules[-1].steps, Step("quiz", "quiz")))
    meta = Metadata(
        code=code, title=title, summary=prose(rng, 40), language="en", level="introductory",
        minutes=15 * lessons + 30, licence="CC-BY-4.0", centres=("icharm",), authors=(Author("Bench"),),
        themes=("DRR",), frameworks=(FrameworkLink("SDG", "13.1", "1"),),
        outcomes=(Outcome("o1", "Measure"),), prerequisites=(), completion_quizzes=("quiz",),
    )  # fmt: skip
    return CourseDocument(meta, tuple(modules), made, (quiz(rng),))


def people(prefix: str, first: int, count: int, password_hash: str) -> list[dict[str, Any]]:
    """Rows of accounts, all with the same hash."""
    return [
        {
            "ledger_id": opaque_id("p"), "name": f"{prefix} Learner {n}", "email": f"{prefix}{n}@example.org",
            "login": f"{prefix}{n:05d}", "learner_number": printed_number(), "password_hash": password_hash,
            "language": "en", "gender": "FMXN"[n % 4], "birth_year": 1960 + n % 45,
            "residence": ("KE", "NP", "BR", "EG", "IT")[n % 5], "residence_from": NOW.date(),
            "occupation": "", "follow_up": False, "home_centre": "icharm", "account_type": "learner",
            "status": "confirmed",
            "ledger_rev": 1, "created_at": NOW, "email_confirmed_at": None, "erased_at": None,
        }
        for n in range(first, first + count)
    ]  # fmt: skip


def enrol_all(rows: list[dict[str, Any]], version: Version, *, with_results: bool, start: int) -> None:
    """Accounts, enrolments and their ledger rows, in one transaction."""
    with transaction() as session:
        before = session.scalar(select(func.max(PERSON.c.id))) or 0
        session.execute(insert(PERSON), rows)
        found = dict(session.execute(select(PERSON.c.login, PERSON.c.id).where(PERSON.c.id > before)).all())
        lessons = [step for step in version.steps if step.kind == "lesson"]
        enrolments = []
        for i, row in enumerate(rows, start):
            done = version.step("quiz").mask
            done += sum(step.mask for k, step in enumerate(lessons) if (i + k) % 10)
            result = f'{{"quiz":["{i % 11}",10,{str(i % 11 >= 6).lower()},1]}}'
            enrolments.append({
                "key": opaque_id("e"), "person_id": found[row["login"]], "course_id": version.course_id,
                "enrolled_at": NOW + timedelta(minutes=i % 5000), "done": done if with_results else 0,
                "results": result if with_results else "{}",
                "last_step": "", "seed": secrets.token_hex(8), "ledger_rev": 1,
            })  # fmt: skip
        session.execute(insert(ENROLMENT), enrolments)
        facts: list[Any] = [
            PersonRecord(
                person_id=row["ledger_id"], valid_from=NOW.date(), account_type="learner", status="confirmed",
                gender=row["gender"], birth_year=row["birth_year"], residence=row["residence"],
            )
            for row in rows
        ]  # fmt: skip
        facts += [
            EnrolmentRecord(
                enrolment_id=e["key"],
                person_id=row["ledger_id"],
                course_id=version.code,
                enrolled_at=e["enrolled_at"],
                progress_pct=90 if with_results else 0,
            )
            for e, row in zip(enrolments, rows, strict=True)
        ]
        record(session, facts, now=NOW, actor="bench", reason="FIRST")


def fill(learners: int, reports: tuple[int, int, int]) -> None:
    """Make everything: so many learners of the bench course, and of r1k, r10k and r100k."""
    settings = load_settings()
    app = create_app(settings)
    rng = random.Random(7)
    with app.app_context():
        with transaction() as session:
            load_reference(session, now=NOW)
        versions: dict[str, Version] = {}
        names = [(f"cat{n}", f"Catalogue course {n}", 1) for n in range(1, 21)]
        names += [(code, f"Bench {code}", 10) for code in ("bench", "r1k", "r10k", "r100k", "bulk")]
        for code, title, lessons in names:
            with transaction() as session:
                course = document(code, title, rng, lessons=lessons)
                made = publish(
                    session, document=course, files=FileStore(settings.instance), now=NOW, actor="bench"
                )
                versions[code] = load_version(session, made.version_id)
        digest = hash_password(PASSWORD)
        with transaction() as session:
            boss = people("z", 1, 1, digest)[0] | {"login": "coordinator", "name": "Bench coordinator"}
            session.execute(insert(PERSON), [boss])
            boss_id = session.execute(select(PERSON.c.id).where(PERSON.c.login == "coordinator")).scalar_one()
            scope = Scope(ScopeKind.CENTRE, "icharm")
            role = Role.CENTRE_COORDINATOR
            give_role(session, person_id=boss_id, role=role, scope=scope, actor=OPERATOR, now=NOW)
        sizes = zip("bkmx", (learners, *reports), ("bench", "r1k", "r10k", "r100k"), strict=True)
        for prefix, count, code in sizes:
            for first in range(1, count + 1, BATCH):
                rows = people(prefix, first, min(BATCH, count - first + 1), digest)
                enrol_all(rows, versions[code], with_results=code != "bench", start=first)
            print(f"{code}: {count} learners")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Fill an instance with the data of the benchmark.")
    parser.add_argument("--small", action="store_true", help="40 learners, and a hundredth of each report")
    parser.add_argument("--learners", type=int, help="of the bench course (1200)")
    given = parser.parse_args()
    sizes = (10, 100, 1_000) if given.small else (1_000, 10_000, 100_000)
    fill(given.learners or (40 if given.small else 1_200), sizes)
