"""Files of published courses: kept under their SHA-256 in the instance, so that equal files are kept once."""

from __future__ import annotations

import hashlib
from pathlib import Path

from learnhub.kernel.errors import NotFound
from learnhub.kernel.files import write_whole

FOLDER = "files"


class FileStore:
    """The folder `files/` of an instance."""

    def __init__(self, instance: Path) -> None:
        self.folder = instance / FOLDER

    def path(self, digest: str) -> Path:
        """Where a file with this digest is, or would be."""
        return self.folder / digest[:2] / digest

    def put(self, data: bytes) -> str:
        """Store and give the digest."""
        digest = hashlib.sha256(data).hexdigest()
        path = self.path(digest)
        if not path.exists():
            write_whole(path, data)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes. Raises NotFound if the file is not there."""
        try:
            return self.path(digest).read_bytes()
        except FileNotFoundError as error:
            raise NotFound(
                f"File {digest[:12]}… of a course is not in the instance's folder files/."
            ) from error
