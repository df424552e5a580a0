"""Works that learners have handed in for assignments: some wait for marks, one was returned, one waits for a second
look, and one for the answer to an appeal. None has passed, so the ledger says what the journeys say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from learnhub.access.identity import Role, Scope, ScopeKind
from learnhub.catalogue.content import Version
from learnhub.centres.service import OPERATOR, give_role
from learnhub.coursefile.document import Assignment
from learnhub.demo.journey import Journey
from learnhub.demo.team import SignIn
from learnhub.learning.marking import REVISE, outcome_of
from learnhub.learning.service.marking import Typed, ask_again, give_marks, open_marking
from learnhub.learning.service.work import Written, hand_in, open_work, save_work

TEXTS: Final = (
    "My class: 34 learners of twelve years, two to a bench.\n\n"
    "From January I shall let them ask first and measure then, one lesson in a fortnight. We begin with the "
    "question which soil lets water through fastest: three soils, bottles cut in half, one litre of water each, "
    "three repeats. Every group has a reader, a writer and two who pour; they change after each repeat.\n\n"
    "I shall know that it works when at least 25 of the 34 can say which thing we changed and which we kept the "
    "same. A colleague will sit in twice and note who speaks. By Easter I show the notebooks to the other four "
    "science teachers.",
    "I want to use the five phases in the lesson about shadows.\n\n"
    "Learners put a stick in the yard and mark the tip of its shadow every half hour. Before that each writes "
    "down what she expects. We draw the curve, compare it with what was expected, and look for the shortest "
    "shadow.\n\n"
    "Materials are sticks, chalk and string; they cost nothing. If it rains we do it the day after.",
    "In our school there is one kit for three classes, so I plan stations: two groups measure, two read, two "
    "write, and they change places after twelve minutes.\n\n"
    "The head has agreed to two hours on Thursdays in March. I shall ask the same five questions before and "
    "after, and compare the share of right answers of girls and of boys.\n\n"
    "What may go wrong: too little time for the talk at the end. I therefore keep the last quarter of an hour "
    "free of measuring, whatever happens.",
)  # fmt: skip
REMARK: Final = "A good beginning. Say how you will see that it works, and by when."
SECOND: Final = "I am not sure whether this answers the task. Please look at it, too."
REASON: Final = (
    "The second paragraph says how I will measure it, with the day. I think that it was overlooked."
)


class Plan(NamedTuple):
    """How many days ago a work was handed in, and what became of it: nothing yet, returned, second or appeal."""

    days: int
    became: str = ""


PLANS: Final = (Plan(9, "returned"), Plan(7, "appeal"), Plan(6, "second"), Plan(4), Plan(3), Plan(1))


def write_works(
    session: Session,
    *,
    version: Version,
    journeys: Sequence[Journey],
    team: Mapping[SignIn, int],
    now: datetime,
) -> None:
    """Let learners of this version hand in its first assignment that takes a text, and the team mark some of it;
    `team` gives account numbers. Does nothing for a version without one."""
    task = next((each for each in version.document.assignments if each.answer != "file"), None)
    if task is None:
        return
    held = {each.role: number for each, number in team.items()}
    markers = held[Role.FACILITATOR], held[Role.CENTRE_COORDINATOR]
    home = next(each.scope for each in team if each.role is Role.FACILITATOR)
    leading = Scope(ScopeKind.CENTRE, version.document.metadata.centres[0])
    if leading != home:
        _let_mark(session, leading, markers, now - timedelta(days=30))
    for n, (plan, person_id) in enumerate(zip(PLANS, _learners(version, journeys, held, now), strict=False)):
        at = now - timedelta(days=plan.days, hours=n)
        key = _hand_in(session, version, task, person_id, TEXTS[n % len(TEXTS)], at)
        _mark(session, key, task, plan, person_id, markers, at)


def _let_mark(session: Session, scope: Scope, people: tuple[int, int], now: datetime) -> None:
    """Let the team's markers look after the learners of another centre, too."""
    for person_id in people:
        give_role(session, person_id=person_id, role=Role.FACILITATOR, scope=scope, actor=OPERATOR, now=now)


def _learners(
    version: Version, journeys: Sequence[Journey], held: Mapping[Role, int], now: datetime
) -> list[int]:
    """Who has been learning with this version for a while and has not left: the one who can sign in first, the others
    as they enrolled, the latest first."""
    there = [
        each
        for each in journeys
        if each.version.id == version.id
        and each.row["withdrawn_at"] is None
        and each.row["enrolled_at"] < now - timedelta(days=12)
        and each.who.person_id not in (set(held.values()) - {held[Role.LEARNER]})
    ]
    there.sort(key=lambda each: (each.who.person_id == held[Role.LEARNER], each.row["enrolled_at"]))
    return [each.who.person_id for each in reversed(there)]


def _hand_in(
    session: Session, version: Version, task: Assignment, person_id: int, text: str, at: datetime
) -> str:
    work = open_work(session, person_id=person_id, version=version, assignment=task, now=at)
    saved = save_work(
        session, person_id=person_id, version=version, assignment=task,
        written=Written(work.number, work.rev, "", text), now=at,
    )  # fmt: skip
    hand_in(
        session, person_id=person_id, version=version, assignment=task, number=saved.number, rev=saved.rev, now=at
    )  # fmt: skip
    return saved.key


def _mark(
    session: Session,
    key: str,
    task: Assignment,
    plan: Plan,
    person_id: int,
    markers: tuple[int, int],
    at: datetime,
) -> None:
    """Marks that return the work. Those of the coordinator leave a second look or an answer to the facilitator."""
    if not plan.became:
        return
    facilitator, coordinator = markers
    marker = facilitator if plan.became == "returned" else coordinator
    again = plan.became == "second"
    typed = Typed(_few(task), {}, SECOND if again else REMARK, again, open_marking(session, key).seen)
    give_marks(session, key=key, typed=typed, marker=marker, now=at + timedelta(days=2))
    if plan.became == "appeal":
        ask_again(session, person_id=person_id, key=key, reason=REASON, now=at + timedelta(days=4))


def _few(task: Assignment) -> dict[str, int]:
    """Points with which the work goes back: a third of what each criterion earns, or none at all."""
    third = {each.id: each.points // 3 for each in task.criteria}
    return third if outcome_of(third, task.pass_points) == REVISE else dict.fromkeys(third, 0)
