"""The job that takes printed names away when their holder erases the account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from learnhub.accounts.privacy import ACCOUNT_ERASED
from learnhub.config import Settings
from learnhub.credentials.press import forget
from learnhub.credentials.queries import serials_of
from learnhub.db import reading


def document_tasks(settings: Settings) -> dict[str, Callable[[dict[str, Any], datetime], None]]:
    """What the worker calls; doing it twice does no harm."""

    def clear(payload: dict[str, Any], _now: datetime) -> None:
        forget(settings.folder("certificates"), serials_of(reading(), payload["person"]))

    return {ACCOUNT_ERASED: clear}
