"""Writing a release so that it is there wholly or not at all, also when the machine stops in the middle."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from learnhub.kernel.errors import Conflict
from learnhub.kernel.ids import secret_token
from learnhub.reach.releases.signing import public_pem
from learnhub.reach.releases.verify import MANIFEST, PUBLIC_KEY, SIGNATURE, SUMS, sums_text

FOLDER = "releases"
DRAFT = ".part"


def write_release(target: Path, views: Mapping[str, Mapping[str, bytes]], key: Ed25519PrivateKey) -> None:
    """Put the files of every view (its `manifest.json` among them) into `target`, each view signed.

    Raises Conflict if the release is there: a release is never written again.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.{secret_token()[:8]}{DRAFT}")
    draft.mkdir()
    try:
        for view, files in sorted(views.items()):
            _write_view(draft / view, files, key)
        _keep(draft)
        if target.exists():
            raise Conflict(
                f"The release {target.name} is there already, and a release is never written again."
            )
        draft.rename(target)
        _keep(target.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def sweep_drafts(releases: Path) -> int:
    """Take away what a stopped process left half written; gives how many there were.

    Only for a moment when nobody is writing a release.
    """
    drafts = [path for path in releases.glob(f"*{DRAFT}") if path.is_dir()]
    for path in drafts:
        shutil.rmtree(path, ignore_errors=True)
    return len(drafts)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of one view of a release, as it stands. Raises FileNotFoundError, ValueError."""
    content: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    return content


def _write_view(folder: Path, files: Mapping[str, bytes], key: Ed25519PrivateKey) -> None:
    manifest = files[MANIFEST]
    around = {
        SIGNATURE: key.sign(manifest),
        PUBLIC_KEY: public_pem(key),
        SUMS: sums_text({name: sha256(content).hexdigest() for name, content in files.items()}).encode(),
    }
    folder.mkdir()
    for name, content in sorted({**files, **around}.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(0o444)
    _keep(folder)


def _keep(folder: Path) -> None:
    """Names of files are safe on the disc only when their folder has been written, too."""
    if os.name != "posix":
        return  # other systems open no folders; they keep names by themselves
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
