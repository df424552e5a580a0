"""The tests. The embedded PostgreSQL wants a private runtime folder before it is first imported."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

if not os.environ.get("XDG_RUNTIME_DIR"):
    _folder = tempfile.mkdtemp(prefix="learnhub-runtime-")  # mode 0700, as the standard asks
    os.environ["XDG_RUNTIME_DIR"] = _folder
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
