"""The course file: a course as a folder or zip of text files, read with every problem named, written byte for byte.

Pure: no web, no database, no clock.
"""

from .document import CourseDocument
from .problems import Problem
from .reader import ReadResult, read_files, read_folder, read_zip

__all__ = ["CourseDocument", "Problem", "ReadResult", "read_files", "read_folder", "read_zip"]
