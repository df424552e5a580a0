"""Checks across the files of a course, on the values as written, so that they run beside the schema's own."""

from .index import CourseIndex, Loaded, LoadedLesson, build_index
from .run import check_all

__all__ = ["CourseIndex", "Loaded", "LoadedLesson", "build_index", "check_all"]
