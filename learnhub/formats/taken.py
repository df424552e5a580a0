"""Files that came with somebody's text, made fit for a course: drawings tidied, pictures without their notes."""

from __future__ import annotations

from learnhub.coursefile.media import wrong_content
from learnhub.coursefile.svg import inspect_svg
from learnhub.coursefile.svgtidy import tidy_svg

from .pictures import PictureError, clean_picture


def clean_asset(path: str, kind: str, data: bytes) -> bytes | None:
    """The bytes of a file of this media type as a course may keep them; None if they are not what they should be."""
    if kind == "image/svg+xml":
        tidy = tidy_svg(data)
        return None if inspect_svg(path, tidy)[1] else tidy
    if wrong_content(path, data):
        return None
    try:
        return clean_picture(kind, data).data if kind.startswith("image/") else data
    except PictureError:
        return None
