"""What the licences of courses allow: who may make something of a course, and under which licence it goes on.

The rules are those of the licences themselves (creativecommons.org/licenses, "adapter's licence" and "share alike").
"""

from __future__ import annotations

from typing import Final

MOST_ORIGINS: Final = 10
"""Most courses that one course names as its origins."""
_SHARED_ALIKE: Final = {
    "CC-BY-SA-4.0": ("CC-BY-SA-4.0",),
    "CC-BY-SA-3.0-IGO": ("CC-BY-SA-3.0-IGO", "CC-BY-SA-4.0"),
    "CC-BY-NC-4.0": ("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"),
    "CC-BY-NC-SA-4.0": ("CC-BY-NC-SA-4.0",),
}
_CREDITED: Final = frozenset({"CC-BY-4.0", "CC-BY-3.0-IGO"})


def may_carry(origin: str, licence: str) -> bool:
    """Whether something made from a course under `origin` may be under `licence`."""
    if origin in _SHARED_ALIKE:
        return licence in _SHARED_ALIKE[origin]
    return not (origin in _CREDITED and licence == "CC0-1.0")  # credit cannot be waived for others


def open_to_all(licence: str) -> bool:
    """Whether everybody may adapt and translate a course for every use, commercial ones too.

    A course with a non-commercial clause is for its own centres to adapt: what others made of it could not be used
    like the other courses of the network.
    """
    return licence == "CC0-1.0" or (
        licence.startswith("CC-BY") and not {"NC", "ND"} & set(licence.split("-"))
    )
