"""Password hashes: argon2id at the strength OWASP asks for, and never so many at once that the rest must
wait."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

T = TypeVar("T")

# OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, 2 passes, 1 lane
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, hash_len=32, salt_len=16)
# a hash of nothing that anybody can type, so that an unknown name takes as long as a known one; written down, because
# every start of every command would have to make it
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$egdaOMMaC1lPpfQJkvp3JQ$eMVN1xRE/fWEmNJ48cfpVQqmGyg/v7n9lgTPE26CFaU"


class _Gate:
    """Threads of its own in which hashes are made, one after the other.

    In the thread of the request each hash would leave its 19 MiB with that thread's part of the heap: a hundred people
    signing in at once would cost a process hundreds of MB for good.
    """

    def __init__(self) -> None:
        self.at_once = 1
        self._lock = threading.Lock()
        self._process = 0
        self._threads: ThreadPoolExecutor | None = None

    def wait_for(self, work: Callable[[], T]) -> T:
        """Do it when its turn has come. Threads do not survive a fork, so each process makes its own."""
        with self._lock:
            if self._threads is None or self._process != os.getpid():
                self._process = os.getpid()
                self._threads = ThreadPoolExecutor(self.at_once, thread_name_prefix="passwords")
            threads = self._threads
        return threads.submit(work).result()


_gate = _Gate()


def set_turns(at_once: int) -> None:
    """How many hashes one process makes at the same time; said before the first one."""
    _gate.at_once = at_once


def hash_password(password: str) -> str:
    """A new hash; waits for its turn."""
    return _gate.wait_for(lambda: _HASHER.hash(password))


def check_password(stored: str | None, password: str) -> bool:
    """Whether the password fits. Takes as long for an account without a password, or no account."""

    def fits() -> bool:
        try:
            return _HASHER.verify(stored or _NOBODY, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False

    return _gate.wait_for(fits)


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than ours now."""
    return _HASHER.check_needs_rehash(stored)
