"""From a folder or a zip to a mapping of names to bytes, within the limits on size, count and kind."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from learnhub.kernel.zips import DAMAGED

from . import limits
from .problems import Message, Problem, say

Files = dict[str, bytes]
COURSE: Final = "course.yaml"
_IGNORED: Final = frozenset({"README.md", "LICENSE"})
_INSIDE: Final = frozenset({"lessons", "quizzes", "assignments", "cases", "sites", "assets"})
"""Folders of a course; a file in one of them may be called course.yaml too."""


def ignored(name: str) -> bool:
    """README.md, LICENSE and whatever begins with a dot are not part of the course."""
    return name in _IGNORED or _hidden(name)


def _hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def _file(message: Message, name: str) -> Problem:
    return Problem(name, 1, 1, "", message)


def size_limit(name: str) -> int:
    """How large a file of this name may be, in bytes."""
    return limits.ASSETS_TOTAL if name.startswith("assets/") else limits.TEXT_FILE


class _Budget:
    """Counts what has been taken; says when it is too much."""

    def __init__(self) -> None:
        self.count = 0
        self.text = 0
        self.assets = 0

    def refusal(self, name: str, size: int) -> Message | None:
        self.count += 1
        if self.count > limits.FILES:
            return say("too-many-files", most=limits.FILES)
        if size > size_limit(name):
            return say("file-large", n=size, most=size_limit(name))
        if name.startswith("assets/"):
            self.assets += size
            if self.assets > limits.ASSETS_TOTAL:
                return say("assets-large", most=limits.ASSETS_TOTAL // 10**6)
        else:
            self.text += size
            if self.text > limits.TEXT_TOTAL:
                return say("texts-large", most=limits.TEXT_TOTAL // 10**6)
        return None


def from_folder(folder: Path) -> tuple[Files, list[Problem]]:
    """All files of a folder. Links are not followed."""
    if not folder.is_dir():
        return {}, [_file(say("no-folder"), str(folder))]
    files: Files = {}
    problems: list[Problem] = []
    budget = _Budget()
    for name, path in _walk(folder):
        mode = path.lstat()
        if not stat.S_ISREG(mode.st_mode):
            problems.append(_file(say("special-file"), name))
            continue
        message = budget.refusal(name, mode.st_size)
        if message:
            problems.append(_file(message, name))
            if budget.count > limits.FILES:
                break
            continue
        files[name] = path.read_bytes()
    return files, problems


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        base = Path(root)
        links = [name for name in folders if (base / name).is_symlink()]
        for name in sorted([*names, *links]):
            path = base / name
            relative = path.relative_to(folder).as_posix()
            if not ignored(relative):
                yield relative, path


def from_zip(
    source: bytes | Path, *, name: str = "course.zip", foreign: bool = False
) -> tuple[Files, list[Problem]]:
    """All files of a zip, the folders above its course.yaml (or the one that all names share) taken away.

    `name` is what problems call a zip that is no file here. `foreign`: no folder of a course, so that README.md and
    LICENSE are files as any other.
    """
    label = name if isinstance(source, bytes) else source.name
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
            return _from_archive(archive, label, _hidden if foreign else ignored)
    except DAMAGED as error:
        return {}, [_file(say("zip-unread", what=str(error)), label)]


def _from_archive(
    archive: zipfile.ZipFile, label: str, skipped: Callable[[str], bool]
) -> tuple[Files, list[Problem]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > limits.FILES:
        return {}, [_file(say("zip-files", most=limits.FILES), label)]
    names = [entry.filename for entry in entries if not skipped(entry.filename)]
    homes = _homes(names)
    if len(homes) > 1:
        return {}, [_file(say("zip-several", names=", ".join(homes)), label)]
    top = f"{homes[0]}/" if homes and homes[0] else _common_folder(names)
    files: Files = {}
    problems: list[Problem] = []
    budget = _Budget()
    for entry in entries:
        name = entry.filename.removeprefix(top)
        if _leads_out(entry.filename) or not name:
            shown = "".join(sign if sign.isprintable() else "?" for sign in entry.filename[:80])
            problems.append(_file(say("zip-leads-out", name=shown), label))
            continue
        if skipped(name):
            continue
        message = _entry_refusal(entry, known=name in files) or budget.refusal(name, entry.file_size)
        if message:
            problems.append(_file(message, name))
            continue
        with archive.open(entry) as stream:
            data = stream.read(entry.file_size + 1)
        if len(data) != entry.file_size:
            problems.append(_file(say("zip-length"), name))
            continue
        files[name] = data
    return files, problems


def _homes(names: list[str]) -> list[str]:
    """The folders that hold a course.yaml, the outermost ones only; "" is the zip itself."""
    found = {folder for folder, _, name in (each.rpartition("/") for each in names) if name == COURSE}
    homes = sorted(folder for folder in found if folder.rpartition("/")[2] not in _INSIDE)
    outermost = min((folder.count("/") + bool(folder) for folder in homes), default=0)
    return [folder for folder in homes if folder.count("/") + bool(folder) == outermost]


def _common_folder(names: list[str]) -> str:
    tops = {name.partition("/")[0] for name in names}
    if len(tops) == 1 and all("/" in name for name in names):
        top = tops.pop()
        return "" if top == ".." or top in _INSIDE else f"{top}/"
    return ""


def _leads_out(name: str) -> bool:
    strange = name.startswith("/") or "\\" in name or ":" in name or not name.isprintable()
    return strange or ".." in PurePosixPath(name).parts


def _entry_refusal(entry: zipfile.ZipInfo, *, known: bool) -> Message | None:
    if known:
        return say("zip-twice")
    if entry.flag_bits & 1:
        return say("zip-encrypted")
    mode = entry.external_attr >> 16
    if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
        return say("zip-special")
    if entry.file_size > limits.ZIP_RATIO_FLOOR and entry.file_size > entry.compress_size * limits.ZIP_RATIO:
        return say("zip-ratio")
    return None
