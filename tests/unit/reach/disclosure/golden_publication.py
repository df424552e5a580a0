"""A publication of the whole golden network: every question of the network's product, put to the engine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from learnhub.reach.asked import Period
from learnhub.reach.compose.asking import Answer, Ask, Confined, answer_of, gather
from learnhub.reach.compose.observing import definitions_of, observations_of
from learnhub.reach.compose.plan import CENTRE, NETWORK
from learnhub.reach.engine import Engine
from learnhub.reach.publication.model import Code, Publication
from learnhub.reach.publication.observation import Observed
from learnhub.reach.publication.parameters import Parameters, Status, View
from learnhub.reach.query import Query
from learnhub.reach.reference import ReferenceLists
from tests.unit.reach import reach_feeding as feeding

LATE = datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)
EARLY = datetime(2025, 1, 31, 23, 59, 59, tzinfo=UTC)
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
NET = Confined("net", NETWORK)
C01 = Confined("c-C01", CENTRE, {"centre": "C01"})


class Golden:
    """The golden ledger behind an engine."""

    def __init__(self, folder: Path) -> None:
        rows = feeding.read_rows(feeding.GOLDEN)
        self.engine: Engine = feeding.engine(rows, folder)
        self.lists: ReferenceLists = feeding.reference(rows)
        self.regions: Mapping[str, str] = {row["iso2"]: row["unesco_region"] for row in rows["countries"]}
        self.courses: Mapping[str, tuple[str, str]] = {
            row["course_id"]: (row["centre_id"], row["theme"]) for row in rows["courses"]
        }

    def publication(
        self,
        as_of: datetime = LATE,
        about: Confined = NET,
        release: str = "2024-R1",
        period: Period = YEAR,
    ) -> Publication:
        """All observations that the product has, exact."""
        answers = gather(self._asker(), about, period, as_of)
        return Publication(
            parameters=parameters(as_of, about, release, period),
            observations=observations_of(answers, Observed.NORMAL),
            definitions=definitions_of(question.measure.code for question in answers.found),
            code_lists=(
                *(Code("ref_area", code, code, region) for code, region in self.regions.items()),
                *(Code("course", code, code, " ".join(of)) for code, of in self.courses.items()),
                *(
                    Code("country_group", code, code, " ".join(sorted(of)))
                    for code, of in self._groups(period).items()
                ),
            ),
            phrase="asked for",
        )

    def _groups(self, period: Period) -> dict[str, set[str]]:
        """The countries of each group on the last day."""
        found: dict[str, set[str]] = {"NONE": set(self.regions)}
        for group, country, since, until in self.lists.memberships():
            if (since is None or since <= period.end) and (until is None or period.end < until):
                found.setdefault(group, set()).add(country)
        found["NONE"] -= found["ANY"] | found["AFRICA"]
        return found

    def _asker(self) -> Ask:
        def ask(query: Query) -> Answer:
            return answer_of(self.engine.tabulate(query, self.lists, shares=True))

        return ask


def parameters(
    as_of: datetime = LATE, about: Confined = NET, release: str = "2024-R1", period: Period = YEAR
) -> Parameters:
    """What decided the numbers."""
    return Parameters(
        release=release,
        status=Status.REVISED,
        scope=about.name,
        period_start=period.start,
        period_end=period.end,
        as_of=as_of,
        view=View.INTERNAL,
        title="Reach 2024",
        language="en",
        methodology="1.0.0",
        generator="test",
        filters=dict(about.filters),
    )
