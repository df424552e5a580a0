"""The digests of entries and blocks: plain SHA-256 over text, so that a few lines in any language recompute
them from a published folder.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple


class Leaf(NamedTuple):
    """What a block keeps of an entry: enough to name it when it is gone."""

    entry_id: int
    kind: str
    key: str
    rev: int
    digest: str


@dataclass(frozen=True, slots=True)
class Seal:
    """The head of a block as it is hashed."""

    block_id: int
    first_entry: int
    last_entry: int
    last_xid: int
    rows: int
    sealed_at: str
    prev_hash: str


def entry_digest(
    *, kind: str, key: str, rev: int, recorded_at: str, reason: str, actor: str, salt: str, body: str
) -> str:
    """SHA-256 (hex) over the eight values in this order, one a line, UTF-8, no line end after the last.

    None of them holds a line break. The salt makes the digest useless for guessing what an erased row said.
    """
    return sha256(
        f"{kind}\n{key}\n{rev}\n{recorded_at}\n{reason}\n{actor}\n{salt}\n{body}".encode()
    ).hexdigest()


def leaves_text(leaves: Iterable[Leaf]) -> str:
    """One line `entry_id,kind,key,rev,digest` per entry, by entry number, each with its line end."""
    return "".join(
        f"{entry_id},{kind},{key},{rev},{digest}\n" for entry_id, kind, key, rev, digest in sorted(leaves)
    )


def block_digest(seal: Seal, leaves: str) -> str:
    """SHA-256 (hex) over the head of a block as one line, joined by commas, and its leaves."""
    head = (
        f"{seal.block_id},{seal.first_entry},{seal.last_entry},{seal.last_xid},{seal.rows},"
        f"{seal.sealed_at},{seal.prev_hash}\n"
    )
    return sha256((head + leaves).encode()).hexdigest()


def pack(leaves: str) -> bytes:
    """Leaves as a block stores them."""
    return zlib.compress(leaves.encode(), 1)


def unpack(stored: bytes) -> str:
    """Leaves as they were packed. ValueError if that is not what is stored."""
    reader = zlib.decompressobj()
    try:
        text = reader.decompress(stored).decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise ValueError("these are no leaves") from error
    if not reader.eof or reader.unused_data:
        raise ValueError("these are no leaves: something is missing or stands behind them")
    return text


def read_leaves(text: str) -> list[Leaf]:
    """The leaves of a block. ValueError if a line is none."""
    leaves = []
    for line in text.splitlines():
        entry_id, kind, key, rev, digest = line.split(",")
        leaves.append(Leaf(int(entry_id), kind, key, int(rev), digest))
    return leaves
