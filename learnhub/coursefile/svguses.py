"""What a drawing uses again, as R and Matplotlib do with letters and points, written out where it stands.

A use of what uses something itself stays, and is refused: ten levels of ten are more than any page can draw.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Final
from xml.etree import ElementTree

from . import limits

_MOST: Final = 2 * limits.SVG_FILE  # characters that may be written out; a figure may have half of them
_OWN: Final = frozenset({"href", "x", "y", "width", "height"})


def write_out_uses(root: ElementTree.Element, namespace: str, xlink: str) -> None:
    """Put a copy in the place of each use."""
    use, symbol = f"{{{namespace}}}use", f"{{{namespace}}}symbol"
    targets = {element.get("id", ""): element for element in root.iter() if element.get("id")}
    sizes = {name: _size(element, use) for name, element in targets.items()} if _any(root, use) else {}
    left = _MOST
    for parent in list(root.iter()):
        for place, child in enumerate(parent):
            name = (child.get("href") or child.get(f"{{{xlink}}}href") or "").removeprefix("#")
            if child.tag != use or not sizes.get(name):
                continue
            left -= sizes[name]
            if left < 0:
                return
            parent[place] = _written(child, targets[name], namespace, inside=parent.tag)
    for parent in list(root.iter()):
        for child in parent.findall(symbol):  # drawn by uses alone
            parent.remove(child)


def _any(root: ElementTree.Element, tag: str) -> bool:
    return next(root.iter(tag), None) is not None


def _size(target: ElementTree.Element, use: str) -> int:
    """How many characters a copy has; 0 if it cannot be copied."""
    return 0 if target.get("viewBox") or _any(target, use) else len(ElementTree.tostring(target))


def _written(
    use: ElementTree.Element, target: ElementTree.Element, namespace: str, *, inside: str
) -> ElementTree.Element:
    copy = deepcopy(target)
    if copy.tag.endswith("}symbol"):
        copy.tag = f"{{{namespace}}}g"
        copy.attrib.pop("overflow", None)
    for element in copy.iter():
        element.attrib.pop("id", None)
    move = f"translate({use.get('x', '0')} {use.get('y', '0')})"
    moves = [use.get("transform", ""), "" if move == "translate(0 0)" else move]
    if inside.endswith("}clipPath"):  # which holds shapes alone, no groups
        made, moves = copy, [*moves, copy.get("transform", "")]
    else:
        made = ElementTree.Element(
            f"{{{namespace}}}g", {k: v for k, v in use.attrib.items() if k.rpartition("}")[2] not in _OWN}
        )
        copy.tail = None
        made.append(copy)
    if any(moves):
        made.set("transform", " ".join(each for each in moves if each))
    made.tail = use.tail
    return made
