"""Checks across the files of a course, on the values as written, so that they run beside the schema's own."""

from .index import Loaded, LoadedLesson
from .run import check_all

__all__ = ["Loaded", "LoadedLesson", "check_all"]
