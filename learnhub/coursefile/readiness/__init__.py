"""The checklist before a course is published: what must be mended, what could be better, where, and how."""

from .finding import Finding
from .resources import clash_finding, resource_finding, untranslated_finding
from .run import Checklist, checklist
from .sentences import BLOCKING_ITEMS, ITEMS, SENTENCES

__all__ = [
    "BLOCKING_ITEMS",
    "ITEMS",
    "SENTENCES",
    "Checklist",
    "Finding",
    "checklist",
    "clash_finding",
    "resource_finding",
    "untranslated_finding",
]
