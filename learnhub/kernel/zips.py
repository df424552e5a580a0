"""What goes wrong with zip files that are not what they say."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from typing import Final

DAMAGED: Final = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, EOFError, LookupError, OSError, RuntimeError,
    ValueError,
)  # fmt: skip
"""What `zipfile` and the decompressors raise for files that are cut, changed, encrypted or packed in odd ways."""
