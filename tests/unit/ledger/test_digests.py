"""Digests: recomputed here with hashlib alone, as an outsider would."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.ledger.digests import (
    Leaf,
    Seal,
    block_digest,
    entry_digest,
    leaves_text,
    pack,
    read_leaves,
    unpack,
)

LEAF = Leaf(7, "persons", "p1", 2, "a" * 64)
SEAL = Seal(2, 7, 9, 0, 2, "2026-05-04T10:00:00Z", "b" * 64)


def test_entry_digest_is_plain_sha256() -> None:
    digest = entry_digest(
        kind="persons",
        key="p1",
        rev=2,
        recorded_at="2026-05-04T10:00:00Z",
        reason="FIRST",
        actor="x",
        salt="s",
        body="p1,é",
    )
    assert digest == sha256("persons\np1\n2\n2026-05-04T10:00:00Z\nFIRST\nx\ns\np1,é".encode()).hexdigest()


def test_block_digest_is_plain_sha256() -> None:
    leaves = leaves_text([Leaf(9, "centres", "c1", 1, "c" * 64), LEAF])
    assert leaves == f"7,persons,p1,2,{'a' * 64}\n9,centres,c1,1,{'c' * 64}\n"
    head = f"2,7,9,0,2,2026-05-04T10:00:00Z,{'b' * 64}\n"
    assert block_digest(SEAL, leaves) == sha256((head + leaves).encode()).hexdigest()


@pytest.mark.parametrize("stored", [b"", b"no zlib", pack("x")[:-3], pack("x") + b"y"])
def test_what_is_no_leaves_is_refused(stored: bytes) -> None:
    with pytest.raises(ValueError, match="no leaves"):
        unpack(stored)


def test_a_line_that_is_no_leaf_is_refused() -> None:
    with pytest.raises(ValueError, match="unpack"):
        read_leaves("1,persons\n")


@given(
    st.lists(
        st.builds(
            Leaf,
            st.integers(1, 2**60),
            st.sampled_from(["persons", "target_map"]),
            st.sampled_from(["p1", "course/k1/SDG/6.5"]),
            st.integers(1, 50),
            st.binary(min_size=32, max_size=32).map(bytes.hex),
        ),
        unique_by=lambda leaf: leaf.entry_id,
    )
)
def test_leaves_come_back_sorted(leaves: list[Leaf]) -> None:
    assert read_leaves(unpack(pack(leaves_text(leaves)))) == sorted(leaves)
