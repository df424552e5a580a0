"""The pieces of SQL that the words of an indicator and of a question stand for.

`x` is a row of the period, `o` its course or event, `oc` a centre of it, `om` and `og` a code of it, `op` a donor
project of it, `g` a group that the country is in, `w` its weight on codes.
"""

from __future__ import annotations

from learnhub.reach.indicators.shape import RUNGS, Each, Finish, Of, Only
from learnhub.reach.query import NO_GROUP
from learnhub.reach.reference import NO_COUNTRY, NO_REGION

NEITHER = "none"  # a row of an event in a table of courses, and the other way round
_RUNG = " ".join(f"WHEN {place} THEN '{rung}'" for place, rung in enumerate(RUNGS, 1))
RUNG = f"CASE x.rung {_RUNG} END"

LABELS = {
    "centre": "oc.centre",
    "course": f"CASE o.type WHEN 'course' THEN o.id ELSE '{NEITHER}' END",
    "event": f"CASE o.type WHEN 'event' THEN o.id ELSE '{NEITHER}' END",
    "theme": "o.theme",
    "mode": "x.mode",
    "code": "om.code",
    "goal": "og.goal",
    "project": "op.project",
    "country": "x.country",
    "region": "x.region",
    "gender": "x.gender",
    "age": "x.age",
    "group": f"coalesce(g.grp, CASE x.country WHEN '{NO_COUNTRY}' THEN '{NO_REGION}' ELSE '{NO_GROUP}' END)",
    "ladder": RUNG,
    "item": "x.item::VARCHAR",
}
JOINS = {
    "o": "JOIN object o ON o.no = x.object",
    "oc": "JOIN object_centre oc ON oc.object = x.object",
    "om": "JOIN object_code om ON om.object = x.object",
    "og": "JOIN object_goal og ON og.object = x.object",
    "op": "JOIN object_project op ON op.object = x.object",
    "g": "LEFT JOIN listed g ON g.iso2 = x.country",
}
JOIN_OF = {
    "course": "o",
    "event": "o",
    "theme": "o",
    "centre": "oc",
    "code": "om",
    "goal": "og",
    "project": "op",
    "group": "g",
}
LISTED = """WITH listed AS (
 SELECT DISTINCT grp, iso2 FROM membership
 WHERE (from_date IS NULL OR from_date <= $end) AND (to_date IS NULL OR to_date > $end)
)"""
WEIGHTS = {
    "code": "(code = $code OR starts_with(code::VARCHAR, $code || '.'))",
    "goal": "goal = $goal",
}
# A filter on a group looks the country up in the list; joining the lists would count a country twice that is
# on two of them.
FILTERS = {
    "centre": "x.object IN (SELECT object FROM object_centre WHERE centre = $centre)",
    "course": "x.object IN (SELECT no FROM object WHERE CASE type WHEN 'course' THEN id ELSE 'none' END = $course)",
    "event": "x.object IN (SELECT no FROM object WHERE CASE type WHEN 'event' THEN id ELSE 'none' END = $event)",
    "theme": "x.object IN (SELECT no FROM object WHERE theme IN (SELECT unnest(string_split($theme, '|'))))",
    "mode": "x.mode = $mode",
    "code": "x.object IN (SELECT object FROM object_code "
    "WHERE code = $code OR starts_with(code::VARCHAR, $code || '.'))",
    "goal": "x.object IN (SELECT object FROM object_code WHERE goal = $goal)",
    "project": "x.object IN (SELECT object FROM object_project WHERE project = $project)",
    "country": "x.country = $country",
    "region": "x.region = $region",
    "gender": "x.gender = $gender",
    "age": "x.age = $age",
    "group": "x.country IN (SELECT iso2 FROM listed WHERE grp = $group)",
    "ladder": f"{RUNG} = $ladder",
    "item": "x.item = $item::INTEGER",
}
GROUP_FILTERS = {
    NO_GROUP: "x.country <> 'ZZ' AND x.country NOT IN (SELECT iso2 FROM listed)",
    NO_REGION: f"x.country = '{NO_COUNTRY}'",
}
CONFINED = (
    "x.object IN (SELECT object FROM object_centre WHERE list_contains($centres::VARCHAR[], centre::VARCHAR))"
)
OWN_CENTRES = "list_contains($centres::VARCHAR[], oc.centre::VARCHAR)"

ONLY = {
    Only.ONLINE: "x.mode = 'online'",
    Only.ATTENDED: "x.mode <> 'online'",
    Only.IN_PERSON: "x.mode = 'in_person'",
    Only.FIRST_IN_PERIOD: "x.is_new",
    Only.FIRST_BEFORE: "NOT x.is_new",
    Only.COUNTRY_KNOWN: f"x.country <> '{NO_COUNTRY}'",
    Only.GENDER_KNOWN: "x.gender <> 'U'",
    Only.AGE_KNOWN: "x.age <> 'UNK'",
    Only.MEMBER_STATE: "x.member_state",
    Only.WOMEN: "x.gender = 'F'",
    Only.MEN: "x.gender = 'M'",
    Only.YOUNG: "x.age = '15-24'",
    Only.OF_GROUP: "x.country IN (SELECT iso2 FROM listed WHERE grp = $of)",
    Only.NOT_WITHDRAWN: "NOT x.withdrawn",
    Only.ACTIVE: "x.active",
    Only.COMPLETED: "x.done",
    Only.DROPPED: "x.dropped",
    Only.CERTIFIED: "x.valid",
    Only.VALID: "x.valid",
    Only.MAPPED: "x.object IN (SELECT object FROM mapping WHERE framework = 'SDG')",
    Only.TRAINING: "x.kind = 'training'",
    Only.FULL: "x.is_full",
    Only.ABSENT: "x.absent",
    Only.FROM_TEST: "x.kind = $quiz",
    Only.PRE_TEST: "x.kind = 'pre'",
    Only.MATCHED: "x.matched",
    Only.POST_TEST: "x.kind = 'post' AND x.passed IS NOT NULL",
    Only.PASSED: "x.passed",
    Only.OF_KIND: "$kind IN ('', x.kind)",
    Only.REACTION: "x.kind = 'L1'",
    Only.FOLLOW_UP: "x.kind = 'L3'",
    Only.ANSWERED: "x.answered",
    Only.RATED: "x.satisfaction IS NOT NULL",
    Only.TOP_BOX: "x.satisfaction >= 4",
    Only.RECOMMENDED: "x.points IS NOT NULL",
    Only.APPLICATION_TOLD: "x.applied IN ('yes', 'no', 'intend')",
    Only.APPLIED: "x.applied = 'yes'",
}
# The same over one row per person of the period (see `period`).
ONLY_OF_PERSONS = {
    **{
        only: ONLY[only]
        for only in (
            Only.FIRST_IN_PERIOD, Only.FIRST_BEFORE, Only.COUNTRY_KNOWN, Only.GENDER_KNOWN, Only.AGE_KNOWN,
            Only.MEMBER_STATE, Only.WOMEN, Only.MEN, Only.YOUNG, Only.OF_GROUP,
        )
    },
    Only.ONLINE: "x.online",
    Only.ATTENDED: "x.attended",
    Only.IN_PERSON: "x.in_person",
}  # fmt: skip
# Of the rows of a period that filters on objects leave: who is in them, in which ways she took part.
MODES = (
    "bool_or(x.mode = 'online') AS online, bool_or(x.mode <> 'online') AS attended, "
    "bool_or(x.mode = 'in_person') AS in_person"
)
GATHERED = (
    "SELECT g.*, q.* EXCLUDE (person, last_day, online, attended, in_person) "
    "FROM ({once}) g JOIN {persons} q ON q.person = g.person"
)
OF_MODES = frozenset({Only.ONLINE, Only.ATTENDED, Only.IN_PERSON})
EACH = {
    Each.BLENDED: "bool_or(x.mode = 'online') AND bool_or(x.mode = 'in_person')",
    Each.TWO_LEADS: "min(o.lead) <> max(o.lead)",
}
TALLIES = {
    Of.PERSONS: "count(DISTINCT x.person)",
    Of.ROWS: "count(*)",
    Of.COUNTRIES: "count(DISTINCT x.country)",
    Of.NOMINAL_HOURS: "sum(o.hours)",
    Of.WEIGHT: "sum(w.weight)",
    Of.HEADS: "sum(x.heads)",
    Of.POINTS: "sum(x.points)",
    Of.HALF_DAYS: "sum(x.half_days)",
}
# Of a sum, what one person adds to it, in millionths; whole numbers, so that sums need no order.
PARTS = {
    Of.ROWS: "sum(x.amount * 1000000 // x.per)",
    Of.HALF_DAYS: "sum(x.half_days)",
    Of.NOMINAL_HOURS: "sum(o.hours)",
}
COUNTED_ONCE = "count(DISTINCT x.no)"
KNOWN = ("x.gender <> 'U'", "x.country <> 'ZZ'", "x.age <> 'UNK'")
# What unknown people drop out of by definition must not drop out of the coverage.
OF_KNOWN = frozenset(
    {
        Only.COUNTRY_KNOWN, Only.GENDER_KNOWN, Only.AGE_KNOWN, Only.MEMBER_STATE,
        Only.WOMEN, Only.MEN, Only.YOUNG, Only.OF_GROUP,
    }
)  # fmt: skip
# For finishes that need more than a tally: what the rows of a cell are grouped by, and what is summed.
FOLDS: dict[Finish, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Finish.HOURS: (("x.per",), ("sum(x.amount)",)),
    **dict.fromkeys(
        (Finish.GAIN, Finish.NORMALISED, Finish.EFFECT),
        (
            ("x.pre_items", "x.post_items"),
            (
                "count(*)", "sum(x.pre)", "sum(x.post)",
                "sum(x.pre * x.pre)", "sum(x.post * x.post)", "sum(x.pre * x.post)",
            ),
        ),
    ),
    Finish.INDIVIDUAL: (("x.pre_items", "x.post_items", "x.pre"), ("count(*)", "sum(x.post)")),
    **dict.fromkeys(
        (Finish.ALPHA, Finish.ITEM),
        (
            ("x.object", "x.items", "x.item"),
            (
                "count(*)", "sum(x.mark)", "sum(x.mark * x.mark)", "sum(x.mark * x.total)",
                "sum(x.total)", "sum(x.total * x.total)",
            ),
        ),
    ),
}  # fmt: skip
BY_ITEM = (
    "(SELECT * EXCLUDE (marks), unnest(marks) AS mark, generate_subscripts(marks, 1) AS item FROM (SELECT *, "
    "list_transform(string_split(item_marks, ';'), lambda mark: mark::DECIMAL(12, 6)) AS marks FROM {rows}))"
)
