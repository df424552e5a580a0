"""Pictures of a DOCX as assets of a course."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from learnhub.coursefile.media import MEDIA_TYPES

from ..losses import Losses
from ..taken import clean_asset
from .package import Package, Relation

MOST_BYTES: Final = 5_000_000
MOST_PICTURES: Final = 500


@dataclass
class Pictures:
    """Takes each picture once and gives its path in assets/."""

    package: Package
    losses: Losses
    assets: dict[str, bytes] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)

    def take(self, relation: Relation | None) -> str:
        """The path of a picture in the course, or empty when it could not be taken; why is noted."""
        if relation is None or relation.outside:
            self.losses.note("picture-linked", relation.target if relation else "")
            return ""
        name = relation.target
        if name not in self.paths:
            self.paths[name] = self._add(name)
        return self.paths[name]

    def _add(self, name: str) -> str:
        file = name.rpartition("/")[2]
        stem, _, ending = file.rpartition(".")
        ending = ending.lower()
        media = MEDIA_TYPES.get(ending)
        if media is None or media.use != "figure":
            self.losses.note("picture-kind", file)
            return ""
        tidy = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "picture"
        path = f"assets/{tidy}.{ending}"
        read = self.package.read(name)
        data = clean_asset(path, media.name, read) if read and len(read) <= MOST_BYTES else None
        if data is None or len(self.assets) >= MOST_PICTURES:
            self.losses.note("picture-damaged", file)
            return ""
        number = 2
        while path in self.assets:
            path, number = f"assets/{tidy}-{number}.{ending}", number + 1
        self.assets[path] = data
        self.losses.weigh(path, data)
        return path
