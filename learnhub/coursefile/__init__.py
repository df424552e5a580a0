"""The course file: a course as a folder or zip of text files.

It is read with every problem named, and written byte for byte the same. Pure: no web, no database, no clock.

Nothing is imported here: a server that shows courses needs the document alone, not what reads, checks and compiles it.
"""
