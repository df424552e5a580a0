"""A step of the start: publish what is in `courses/` if anything there was touched.

Reading and compiling courses takes 7 MB of modules, which a server would keep; they are fetched only when needed.
"""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path

from learnhub.catalogue.queries import any_course
from learnhub.db import reading
from learnhub.web.settings import current_settings

PUBLISHER = "learnhub.cli.publish"


def _fingerprint(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            status = path.stat()
            whole.update(f"{path.relative_to(folder)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return whole.hexdigest()


def publish_folder() -> str | None:
    """Publish every course in the courses folder that is new or changed.

    A note in the instance keeps sizes and times of the files, so that nothing is read when nothing was touched.
    """
    settings = current_settings()
    if not settings.courses.is_dir():
        return f"No courses are published: there is no folder {settings.courses} (setting courses)."
    note = settings.instance / "courses.seen"
    seen = _fingerprint(settings.courses)
    if note.is_file() and note.read_text() == seen and any_course(reading()):
        return None
    new, problems = import_module(PUBLISHER).publish_courses(settings.courses)
    if not problems:
        note.write_text(seen)
    lines = [f"Courses published: {', '.join(new)}."] if new else []
    return "\n".join([*lines, *problems]) or None
