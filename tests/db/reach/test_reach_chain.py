"""No figure from a ledger that was changed behind the program's back, however large the ledger is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from learnhub.config import Settings
from learnhub.db import reading, transaction
from learnhub.ledger import service
from learnhub.ledger.queries import head
from learnhub.ledger.triggers import create_triggers, drop_triggers
from learnhub.ledger.verify import Followed
from learnhub.reach import chain
from learnhub.reach.chain import BrokenChain, Watch, look, refuse_broken
from learnhub.reach.queries import FOLDER, refreshed

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def tamper(statement: str) -> None:
    """Do what the triggers refuse."""
    with transaction() as session:
        drop_triggers(session.connection())
        session.execute(text(statement))
        create_triggers(session.connection())


@pytest.fixture
def sealed(session: Session, monkeypatch: pytest.MonkeyPatch) -> Session:
    """The golden ledger in many small blocks."""
    session.rollback()
    monkeypatch.setattr(service, "BLOCK_ROWS", 40)
    with transaction() as writer:
        assert service.seal(writer, now=NOW) > 400
    return reading()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    chain.forget(tmp_path)


def everything(session: Session, folder: Path, rows: int) -> Watch:
    """Look until a second look at everything is done."""
    last = head(session).block_id
    for _ in range(200):
        watch = look(session, folder, rows)
        if watch.findings or watch.again.block_id == last:
            return watch
    raise AssertionError("it never ends")


def test_a_sound_ledger_is_followed_bit_by_bit(sealed: Session, folder: Path) -> None:
    last = head(sealed).block_id
    assert last > 5
    first = look(sealed, folder, 100)
    assert (first.first.block_id, first.caught_up) == (3, False)
    assert look(sealed, folder, 100).first.block_id == 6
    watch = everything(sealed, folder, 100)
    assert (watch.first.block_id, watch.again.block_id, watch.findings) == (last, last, ())
    assert watch.caught_up
    refuse_broken(sealed, folder)


def test_a_small_one_is_checked_whole_each_time(sealed: Session, folder: Path) -> None:
    last = head(sealed).block_id
    assert look(sealed, folder).first.block_id == last
    assert look(sealed, folder).again.block_id == last
    tamper("UPDATE ledger_entry SET reason = 'LATE' WHERE kind = 'persons' AND key = 'P001' AND rev = 1")
    (finding,) = look(reading(), folder).findings
    assert (finding.code, finding.kind, finding.key, finding.rev) == ("altered", "persons", "P001", 1)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE ledger_entry SET body = replace(body, 'F', 'M') WHERE entry_id = 150", "altered: entry 150 ("),
        ("DELETE FROM ledger_entry WHERE entry_id = 150", "missing: entry 150 ("),
        ("DELETE FROM ledger_block WHERE block_id = 2", "block: block 2 is gone."),
        ("UPDATE ledger_block SET sealed_at = '2025-01-01T00:00:00Z' WHERE block_id = 2", "block: block 2 was altered"),
    ],
)  # fmt: skip
def test_what_was_checked_before_is_checked_again(
    sealed: Session, folder: Path, statement: str, said: str
) -> None:
    everything(sealed, folder, 100)
    tamper(statement)
    watch = everything(reading(), folder, 100)
    assert watch.findings[0].sentence.startswith(said)
    assert chain.load(folder) == watch
    with pytest.raises(BrokenChain, match="no figure is published") as refused:
        refuse_broken(reading(), folder)
    assert refused.value.problems[0].startswith(said)


def test_new_entries_are_checked_before_a_block_seals_them(sealed: Session, folder: Path) -> None:
    everything(sealed, folder, 10_000)
    tamper(
        "INSERT INTO ledger_entry (entry_id, kind, key, rev, recorded_at, body, reason, actor, salt, digest) "
        "SELECT 999999, kind, 'P777', rev, recorded_at, body, reason, actor, salt, digest "
        "FROM ledger_entry WHERE entry_id = 2"
    )
    (finding,) = look(reading(), folder).findings
    assert (finding.code, finding.key, finding.block_id) == ("altered", "P777", None)
    tamper("DELETE FROM ledger_entry WHERE entry_id = 999999")
    assert look(reading(), folder).findings == ()


def test_what_is_put_right_is_seen(sealed: Session, folder: Path) -> None:
    tamper("UPDATE ledger_entry SET actor = 'x' || actor WHERE entry_id = 150")
    assert look(reading(), folder).findings
    assert look(reading(), folder).findings
    tamper("UPDATE ledger_entry SET actor = substr(actor, 2) WHERE entry_id = 150")
    watch = everything(reading(), folder, 10_000)
    assert watch.findings == ()
    assert watch.first.block_id == head(reading()).block_id


def test_another_ledger_in_its_place_is_checked_anew(sealed: Session, folder: Path) -> None:
    kept = everything(sealed, folder, 10_000)
    chain._keep(folder, Watch(first=Followed(4, "0" * 64, kept.first.place)))
    assert look(sealed, folder).first == kept.first
    (folder / chain.STATE_FILE).write_text("{", encoding="utf-8")
    assert chain.load(folder) == Watch()


def test_the_engine_is_not_asked(sealed: Session, settings: Settings) -> None:
    chain.forget(settings.instance / FOLDER)
    refreshed(sealed, settings)
    tamper("UPDATE ledger_entry SET reason = 'LATE' WHERE entry_id = 150")
    chain.forget(settings.instance / FOLDER)
    with pytest.raises(BrokenChain):
        refreshed(reading(), settings)
    chain.forget(settings.instance / FOLDER)
