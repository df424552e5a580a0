"""Password hashes: argon2id at the strength OWASP asks for, and never so many at once that the rest must
wait."""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, 2 passes, 1 lane
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, hash_len=32, salt_len=16)
# a hash of nothing that anybody can type, so that an unknown name takes as long as a known one
_NOBODY = _HASHER.hash("\x00 nobody \x00")
_turns = threading.BoundedSemaphore(1)


def set_turns(at_once: int) -> None:
    """How many hashes one process makes at the same time."""
    global _turns  # noqa: PLW0603 - one gate per process is what it is for
    _turns = threading.BoundedSemaphore(at_once)


def hash_password(password: str) -> str:
    """A new hash; waits for its turn."""
    with _turns:
        return _HASHER.hash(password)


def check_password(stored: str | None, password: str) -> bool:
    """Whether the password fits. Takes as long for an account without a password, or no account."""
    with _turns:
        try:
            return _HASHER.verify(stored or _NOBODY, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than ours now."""
    return _HASHER.check_needs_rehash(stored)
