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
    "The risk. The stream behind the lower market leaves its bed about once in five years (notes of the water "
    "office, 22 years). In the last flood 60 stalls and the health post stood in 70 cm of water. The stalls are "
    "of clay and most have no upper shelf.\n\n"
    "The measure. Three marked boards with the flood levels, and a bell that the guard of the bridge rings at "
    "1.80 m. We also thought of a wall, but it would move the water to the other bank. The stalls still get "
    "wet; goods and people do not.\n\n"
    "Cost and gain. Boards and bell 900, upkeep 60 a year. One flood costs the traders about 7,000, of which "
    "they could carry away half in an hour: 700 a year on average. Left out: the fear, and the school days "
    "lost.\n\n"
    "Steps. January: the market committee agrees. February: the water office gives the levels. March: the "
    "school paints the boards. April: first practice with the traders.\n\n"
    "Signs. After six months eight of ten traders can say the level of the bell (today: two). After a year one "
    "practice was done in less than 45 minutes (today unknown).\n\n"
    "What may go wrong. The guard is away; the bell is stolen. This will work here because the market sees the "
    "bridge, and it would not work where the stalls are far from the water.",
    "The risk is high in our valley since landslides are frequent in the rainy season and many houses are old.\n\n"
    "The measure is to plant trees on the slope above the school and to clean the drain along the road. The "
    "residents will be made aware.\n\n"
    "Cost and gain. The seedlings come from the forest office. The cost is low and the gain is great.\n\n"
    "Steps: speak with the head of the village, plant in the rainy season, look after the trees.\n\n"
    "Difficulties: goats, and little time.",
    "The risk. Two of our nine classrooms have a roof that a strong storm can lift. Such storms came in three "
    "of the last thirty years (weather service, station 12 km away). 140 children are exposed; the rooms have "
    "one door each.\n\n"
    "The measure. Steel straps on both roofs and a second door. We compared it with a new roof, which costs "
    "eight times as much and needs a year. What remains: broken windows.\n\n"
    "Cost and gain. 2,400 for straps and doors, 50 a year to look after them. The gain in money is unknown; the "
    "engineer of the district may have the cost of the last repair, and asking for it is step one.\n\n"
    "Steps. Week 1: ask the engineer. Week 4: the parents choose the weekend. Week 8: straps. Week 12: doors. "
    "Week 14: all classes leave the building in four minutes.\n\n"
    "Signs. After six months both roofs are strapped (today none). After a year the building is empty in four "
    "minutes (today seven).\n\n"
    "What may go wrong. The steel is late; the parents have no free weekend. This will work here because the "
    "walls are sound, and it would not work where they are not.",
)  # fmt: skip
REMARK: Final = (
    "A good beginning. Say how often it happens, who does what by when, and how you will see that it works."
)
SECOND: Final = "I am not sure whether this answers the task. Please look at it, too."
REASON: Final = (
    "The slope was chosen with the residents, as the marker could not know. I can name the drain, too."
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
        key = _hand_in(session, version, task, person_id, TEXTS[1 if plan.became else n % len(TEXTS)], at)
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
