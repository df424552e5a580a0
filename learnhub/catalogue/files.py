"""Files of published courses: kept under their SHA-256 in the instance, so that equal files are kept once."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from learnhub.kernel.errors import NotFound

FOLDER = "files"


class FileStore:
    """The folder `files/` of an instance."""

    def __init__(self, instance: Path) -> None:
        self.folder = instance / FOLDER

    def path(self, digest: str) -> Path:
        """Where a file with this digest is, or would be."""
        return self.folder / digest[:2] / digest

    def put(self, data: bytes) -> str:
        """Store and give the digest. A file is complete or not there: it is renamed into its place."""
        digest = hashlib.sha256(data).hexdigest()
        path = self.path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f"{digest}.{os.getpid()}.part")
            draft.write_bytes(data)
            draft.replace(path)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes. Raises NotFound if the file is not there."""
        try:
            return self.path(digest).read_bytes()
        except FileNotFoundError as error:
            raise NotFound(
                f"File {digest[:12]}… of a course is not in the instance's folder files/."
            ) from error
