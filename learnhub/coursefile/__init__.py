"""The course file: a course as a folder or zip of text files.

It is read with every problem named, and written byte for byte the same. Pure: no web, no database, no clock.
"""

from .document import CourseDocument
from .jsonform import content_hash, from_json, to_json
from .problems import Problem
from .reader import ReadResult, read_files, read_folder, read_zip
from .writer import files_of, write_folder, write_zip, zip_bytes

__all__ = [
    "CourseDocument",
    "Problem",
    "ReadResult",
    "content_hash",
    "files_of",
    "from_json",
    "read_files",
    "read_folder",
    "read_zip",
    "to_json",
    "write_folder",
    "write_zip",
    "zip_bytes",
]
