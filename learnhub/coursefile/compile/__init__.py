"""Course texts to clean HTML, once, when a course is published."""

from .slugs import term_id
from .text import CompiledLesson, compile_lesson, compile_text

__all__ = ["CompiledLesson", "compile_lesson", "compile_text", "term_id"]
