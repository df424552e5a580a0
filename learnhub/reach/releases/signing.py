"""The key that signs releases: made at its first use, kept in the instance, readable by its owner alone.

Ed25519 (RFC 8032) over the bytes of `manifest.json`. Whoever has the folder and the public key can check with
OpenSSL alone; docs/reach.md says how.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from learnhub.kernel.errors import Unacceptable
from learnhub.kernel.ids import secret_token

KEY = "release.key"


def signing_key(instance: Path) -> Ed25519PrivateKey:
    """The key of this installation. Raises Unacceptable if what lies in its place is none."""
    path = instance / KEY
    if not path.exists():
        _make(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Unacceptable(f"{path} is no signing key: put it back from a backup.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Unacceptable(f"{path} is not an Ed25519 key: put it back from a backup.")
    return key


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """The public half, as it lies in every release and may be given to anybody."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def fingerprint(pem: bytes) -> str:
    """SHA-256 of the public key's file, to compare by eye or by `sha256sum`."""
    return sha256(pem).hexdigest()


def _make(path: Path) -> None:
    """Written whole under another name first: another process sees all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = path.with_name(f"{KEY}.{secret_token()[:8]}.part")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its key is the key
    finally:
        draft.unlink()
