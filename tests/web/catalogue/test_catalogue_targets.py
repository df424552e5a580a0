"""What the ledger is told of the targets that a course serves."""

from __future__ import annotations

from decimal import Decimal

from flask import Flask

from learnhub.coursefile.document import FrameworkLink
from learnhub.db import reading
from learnhub.ledger.queries import entries_of
from learnhub.ledger.records import TargetRecord
from tests.web.catalogue.conftest import Publish

CODE = "the-gauge"


def served(site: Flask, *targets: str) -> list[tuple[int, Decimal] | None]:
    """The version and the share of each of these goals in the ledger."""
    with site.app_context():
        keys = [f"course/{CODE}/SDG/{target}" for target in targets]
        last = {entry.key: entry for entry in entries_of(reading(), TargetRecord.entry_kind, keys)}
        return [
            (last[key].rev, TargetRecord.from_line(last[key].body).weight) if key in last else None
            for key in keys
        ]


def test_a_target_that_a_new_version_names_no_more_is_taken_back(site: Flask, published: Publish) -> None:
    published(CODE)
    assert served(site, "11.5", "13.1", "6.5") == [(1, Decimal("0.5")), (1, Decimal("0.5")), None]
    published(
        CODE, hours=2, frameworks=(FrameworkLink("SDG", "6.5", "1/2"), FrameworkLink("SDG", "13.1", "1/2"))
    )
    assert served(site, "11.5", "13.1", "6.5") == [(2, Decimal(0)), (1, Decimal("0.5")), (1, Decimal("0.5"))]


def test_a_target_that_comes_back_counts_again(site: Flask, published: Publish) -> None:
    published(CODE)
    published(CODE, hours=2, frameworks=())
    published(CODE, hours=3, title="Once more", frameworks=(FrameworkLink("SDG", "13.1", "1"),))
    assert served(site, "11.5", "13.1") == [(2, Decimal(0)), (3, Decimal(1))]
