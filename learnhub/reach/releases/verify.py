"""Checking a release with its folder and the public key alone: no database, no settings, no other room.

A folder of a release holds its files, `manifest.json` with the SHA-256 of each of them, `manifest.sig` (Ed25519
over the bytes of the manifest), `SHA256SUMS` for `sha256sum -c`, and `public_key.pem`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
except ModuleNotFoundError:  # where this file stands alone
    raise SystemExit(
        "Python's package cryptography is missing: install it (`python -m pip install cryptography`), or check with "
        "sha256sum and openssl, as HOW_TO_CHECK.txt says."
    ) from None

MANIFEST, SIGNATURE, SUMS, PUBLIC_KEY = "manifest.json", "manifest.sig", "SHA256SUMS", "public_key.pem"
AROUND = frozenset({MANIFEST, SIGNATURE, SUMS, PUBLIC_KEY})
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Problem:
    """A file of a release, and what is wrong with it."""

    file: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.message}"


def views_in(folder: Path) -> list[Path]:
    """The folders to check: the folder itself if it has a manifest, else those inside of it."""
    if (folder / MANIFEST).is_file() or not folder.is_dir():
        return [folder]
    return sorted(each for each in folder.iterdir() if each.is_dir()) or [folder]


def verify_folder(folder: Path, public_key: bytes | None = None) -> list[Problem]:
    """Everything that is not as it was signed; an empty list means that all is.

    `public_key` is a PEM file's content from a place that one trusts. Without it the key in the folder is taken,
    which shows accidents, but not somebody who signed anew with a key of his own.
    """
    if not folder.is_dir():
        return [Problem(folder.name, "there is no such folder")]
    return list(_problems(folder, public_key))


def sums_text(digests: dict[str, str]) -> str:
    """The file for `sha256sum -c`: a line for each file, by name."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))


def _problems(folder: Path, public_key: bytes | None) -> Iterator[Problem]:
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    linked = {name for name, path in there.items() if path.is_symlink() or not path.is_file()}
    for name in sorted(linked):
        yield Problem(name, "is a link to elsewhere, not a file of the release")
    for name in sorted(AROUND - there.keys()):
        yield Problem(name, "is missing")
    if linked or AROUND - there.keys():
        return
    key = there[PUBLIC_KEY].read_bytes()
    if public_key is not None and key != public_key:
        yield Problem(PUBLIC_KEY, "is not the public key that was given")
    elif not _is_plain(key):
        yield Problem(PUBLIC_KEY, "is not a public key as it was written")
    manifest = there[MANIFEST].read_bytes()
    if not signed_by(public_key or key, manifest, there[SIGNATURE].read_bytes()):
        yield Problem(
            MANIFEST, "does not fit its signature: one of the two was changed, or the key is another one"
        )
        return
    try:
        listed = _listed(manifest)
    except (ValueError, KeyError, TypeError) as error:
        yield Problem(MANIFEST, f"cannot be read: {error}")
        return
    yield from _files(there, listed)
    digests = {name: digest for name, (_size, digest) in listed.items()} | {
        MANIFEST: sha256(manifest).hexdigest()
    }
    if there[SUMS].read_bytes() != sums_text(digests).encode():
        yield Problem(SUMS, "does not say what the manifest says")


def _files(there: dict[str, Path], listed: dict[str, tuple[int, str]]) -> Iterator[Problem]:
    for name in sorted(listed.keys() - there.keys()):
        yield Problem(name, "is missing")
    for name in sorted(there.keys() - listed.keys() - AROUND):
        yield Problem(name, "is not in the manifest: it was put in later")
    for name in sorted(listed.keys() & there.keys()):
        size, digest = listed[name]
        if there[name].stat().st_size != size:
            yield Problem(name, f"has {there[name].stat().st_size} bytes instead of {size}")
        elif _digest(there[name]) != digest:
            yield Problem(name, "was changed: its SHA-256 is not the one in the manifest")


def signed_by(public_key: bytes, content: bytes, signature: bytes) -> bool:
    """Whether the holder of this key (PEM) signed exactly this."""
    try:
        key = load_pem_public_key(public_key)
        if not isinstance(key, Ed25519PublicKey):
            return False
        key.verify(signature, content)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def _is_plain(public_key: bytes) -> bool:
    """Whether the file holds an Ed25519 key and nothing else: other bytes could say the same key."""
    try:
        key = load_pem_public_key(public_key)
    except (UnsupportedAlgorithm, ValueError):
        return False
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) == public_key


def _listed(manifest: bytes) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    content: Any = json.loads(manifest)
    for file in content["files"]:
        name, size, digest = file["name"], file["bytes"], file["sha256"]
        if not isinstance(size, int) or not _DIGEST.fullmatch(digest) or name in found or name in AROUND:
            raise ValueError(f"its list of files is not in order at {name!r}")
        found[name] = (size, digest)
    return found


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def main(arguments: Sequence[str]) -> int:
    """`python verify.py FOLDER [PUBLIC_KEY.pem]`: this file needs nothing of LearnHub but itself."""
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write("Give a folder of a release and, if you have it, the file of the public key.\n")
        return 2
    if len(arguments) == 2 and not Path(arguments[1]).is_file():
        sys.stderr.write(f"There is no file {arguments[1]}: name the public key, or leave it out.\n")
        return 2
    key = Path(arguments[1]).read_bytes() if len(arguments) == 2 else None
    problems = [
        f"{view.name}/{each}" for view in views_in(Path(arguments[0])) for each in verify_folder(view, key)
    ]
    sys.stdout.write("\n".join(problems or ["All files are as they were signed."]) + "\n")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
