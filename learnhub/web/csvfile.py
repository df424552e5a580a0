"""Tables as files for spreadsheet programs."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from flask import Response, stream_with_context

MARK = "\ufeff"


def csv_file(name: str, pieces: Iterable[str]) -> Response:
    """A CSV in pieces, to be saved under this name.

    It begins with a byte order mark: Excel takes a CSV without one for Western European letters, whatever it is.
    """
    response = Response(stream_with_context(chain((MARK,), pieces)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
