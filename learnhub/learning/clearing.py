"""The job that takes files away which nobody's work names any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from learnhub.accounts.privacy import FORGET_FILES
from learnhub.config import Settings
from learnhub.db import reading
from learnhub.learning.handed import FOLDER, HandedFiles
from learnhub.learning.service.work import files_in_use


def file_tasks(settings: Settings) -> dict[str, Callable[[dict[str, Any], datetime], None]]:
    """What the worker calls; doing it twice does no harm."""

    def forget(payload: dict[str, Any], _now: datetime) -> None:
        keys = payload["keys"]
        used = files_in_use(reading(), keys)
        HandedFiles(settings.folder(FOLDER)).drop(key for key in keys if key not in used)

    return {FORGET_FILES: forget}
