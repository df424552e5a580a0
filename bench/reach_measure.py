"""One measure of reach in a process of its own; prints what it took as JSON. `reach_run.py` starts it.

Times begin when the application is up, as in a server that runs. A first question brings the engine with it.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

from flask import Flask, current_app

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness.figures import percentile
from reach_rows import AS_OF, EARLIER, YEAR

from learnhub import create_app
from learnhub.access.identity import NETWORK, Role
from learnhub.accounts.service import NewAccount, open_session, register
from learnhub.centres.models import Membership
from learnhub.centres.snapshot import reference
from learnhub.config import Settings, load_settings
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.ids import opaque_ids
from learnhub.ledger.queries import PAGE, entries_of, latest
from learnhub.ledger.records import EnrolmentRecord, SessionRecord
from learnhub.ledger.service import record
from learnhub.reach.asked import Period
from learnhub.reach.desk import ENGINE
from learnhub.reach.query import Query
from learnhub.reach.reports.render import render_pdf

LIVE, FILES = "learnhub.reach.compose.live", "learnhub.reach.live_files"  # they bring the engine
FACTS = 1_000
VIEWS = 40
WHOLE_YEAR = Period(date(YEAR, 1, 1), date(YEAR, 12, 31))
PAGE_OF = "/en/reach/dashboard"


class Watch:
    """Laps of this process and the processes that it started."""

    def __init__(self) -> None:
        self.laps: dict[str, dict[str, float]] = {}

    @contextmanager
    def lap(self, name: str) -> Iterator[None]:
        """Time what happens inside, under this name."""
        wall, cpu = time.monotonic(), _cpu()
        yield
        self.laps[name] = {
            "wall_s": round(time.monotonic() - wall, 4),
            "cpu_s": round(_cpu() - cpu, 4),
            "rss_mb": round(_rss_mb()),
        }

    def each(self, name: str, actions: Sequence[Callable[[], None]]) -> None:
        """Time several of a kind: the mean of one, and the 95th percentile of the wall time."""
        wall, cpu, taken = time.monotonic(), _cpu(), []
        for action in actions:
            began = time.monotonic()
            action()
            taken.append(time.monotonic() - began)
        self.laps[name] = {
            "wall_s": round((time.monotonic() - wall) / len(taken), 4),
            "cpu_s": round((_cpu() - cpu) / len(taken), 4),
            "p95_s": round(percentile(taken, 95), 4),
            "rss_mb": round(_rss_mb()),
        }


def _cpu() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def _rss_mb() -> float:
    """The most that this process ever held, or one that it started."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return max(each.ru_maxrss for each in spent) / 1024


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def rebuild(watch: Watch) -> None:
    """The whole mirror, from the ledger."""
    with watch.lap("full rebuild"):
        import_module(ENGINE).rebuilt(reading(), _settings())


def refresh(watch: Watch) -> None:
    """1,000 new stays, brought into the mirror."""
    engine = import_module(ENGINE)
    found = entries_of(reading(), EnrolmentRecord.entry_kind, _some_enrolments())
    enrolments = [entry.key for entry in found] or ["nobody"]
    begun = now().replace(microsecond=0) - timedelta(hours=1)
    stays = [
        SessionRecord(
            session_id=key, enrolment_id=enrolments[n % len(enrolments)], started_at=begun,
            ended_at=begun + timedelta(minutes=30),
        )
        for n, key in enumerate(opaque_ids("s", FACTS))
    ]  # fmt: skip
    engine.refreshed(reading(), _settings())
    with transaction() as session:
        record(session, stays, now=now(), actor="bench", reason="FIRST")
    with watch.lap("refresh after 1,000 facts"):
        engine.refreshed(reading(), _settings())


def _some_enrolments() -> list[str]:
    entries = latest(reading(), EnrolmentRecord.entry_kind, EARLIER)
    return [entry.key for _, entry in zip(range(PAGE // 100), entries, strict=False)]


def as_of(watch: Watch) -> None:
    """One figure of a past as-of that nobody has asked for."""
    with watch.lap("as-of from cold"):
        query = Query("R04", EARLIER, WHOLE_YEAR.start, WHOLE_YEAR.end)
        import_module(ENGINE).compute(reading(), _settings(), query, now=now())


def dashboard(watch: Watch) -> None:
    """The page from cold, then views that nobody has asked for, then the same again."""
    client = _coordinator(current_app._get_current_object())
    first = f"{PAGE_OF}?period={YEAR}&as_of={AS_OF:%Y-%m-%d}"
    with watch.lap("dashboard, cold"):
        _get(client, first)
    with watch.lap("dashboard, the same again"):
        _get(client, first)
    for name in ("new view", "seen view"):
        watch.each(f"dashboard, {name}", [partial(_get, client, address) for address in _views()])


def _views() -> list[str]:
    """Addresses that are all about other figures: two years, each with regions, themes, centres, groups, goals."""
    known = reference(reading())
    filters = [
        "",
        *(f"&region={region}" for region in ("AFR", "ARB", "APA", "LAC")),
        *(f"&theme={code}" for code in sorted(known.themes)[:5]),
        *(f"&centre={code}" for code in sorted(known.centres)[:7]),
        "&group=LDC", "&group=SIDS", "&code=SDG:4",
    ]  # fmt: skip
    years = (YEAR - 1, YEAR)
    when = f"as_of={AS_OF:%Y-%m-%d}"
    return [f"{PAGE_OF}?period={year}&{when}{each}" for year, each in product(years, filters)][:VIEWS]


def _coordinator(app: Flask) -> Any:
    """A visitor who may see everything."""
    moment = now()
    with transaction() as session:
        person = register(session, account=NewAccount(name="Bench", password_hash="!"), now=moment)
        session.add(
            Membership(
                person_id=person.id, role=Role.ADMINISTRATOR, scope_kind=NETWORK.kind, scope_id=NETWORK.id,
                from_at=moment,
            )
        )  # fmt: skip
        session.flush()
        token = open_session(session, person_id=person.id, device="bench", stay=False, now=moment)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


def _get(client: Any, address: str) -> None:
    """Ask until the page is there: what takes longer than its reader's patience is asked for again."""
    while (answer := client.get(address)).status_code == 202:
        time.sleep(0.1)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status}")


def centre(watch: Watch) -> None:
    """The annual report of a centre as PDF, from cold; then that of another one."""
    codes = sorted(reference(reading()).centres)[:2]
    for code, name in zip(codes, ("cold", "as-of there"), strict=True):
        with watch.lap(f"centre annual report, {name}"):
            found = import_module(LIVE).live(
                reading(), _settings(), scope=f"c-{code}", period=WHOLE_YEAR, as_of=AS_OF
            )
            render_pdf(found, "centre", "en")


def workbook(watch: Watch) -> None:
    """The workbook of the network, from cold; then that of another year."""
    for year, name in ((YEAR, "cold"), (YEAR - 1, "as-of there")):
        with watch.lap(f"network workbook, {name}"):
            import_module(FILES).live_file(
                reading(), _settings(), scope="net", period=Period(date(year, 1, 1), date(year, 12, 31)),
                as_of=AS_OF, language="en", kind="xlsx", now=datetime.now(UTC),
            )  # fmt: skip


MEASURES: dict[str, Callable[[Watch], None]] = {
    "rebuild": rebuild,
    "refresh": refresh,
    "as_of": as_of,
    "dashboard": dashboard,
    "centre": centre,
    "workbook": workbook,
}


def main() -> None:
    """Take the measure that is named."""
    watch = Watch()
    app = create_app(load_settings())
    with app.app_context():
        MEASURES[sys.argv[1]](watch)
    print(json.dumps(watch.laps))


if __name__ == "__main__":
    main()
