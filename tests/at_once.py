"""Several acts at the same moment: two presses, two tabs, two people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from learnhub.db import reading, transaction
from learnhub.kernel.errors import Conflict, Gone, Unacceptable

AT_ONCE = 4


def together(app: Flask, *acts: Callable[[Session], Any]) -> Counter[str]:
    """Do all acts at the same time, each in a transaction of its own; how often each thing became of them: done, or
    the code of the refusal."""
    start = Barrier(len(acts))

    def one(act: Callable[[Session], Any]) -> str:
        with app.app_context():
            start.wait()
            try:
                with transaction() as session:
                    act(session)
            except (Conflict, Gone, Unacceptable) as refused:
                return refused.code
            return "done"

    reading().rollback()
    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(one, acts))
