"""Makes `land.py`: the outline of all land and a place for every country, from files of world-atlas.

    python -m learnhub.reach.charts.atlas land-110m.json countries-10m.json countries.csv

world-atlas 2.0.2 (ISC licence) holds shapes of Natural Earth (public domain) as TopoJSON. SHA-256 of the two
files that were used stand in `SOURCES`; others are refused, so that the drawing can be made again. Projection:
Equal Earth (Šavrič, Patterson and Jenny 2018), which keeps areas, with 11° E in the middle, so that no land but
a sliver of ice is cut at the edge.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

SOURCES = (
    "ead5f68119c49a9250902e7da303bcb209341bbb8fefe7369a439b48b704658a",
    "3bc6f1d367a9bcec479841bae0e76092f512838411d0cef124e92eec4db45f79",
)
WIDTH, HEIGHT = 720, 320
MIDDLE = 11.0
SCALE, EQUATOR = 132.5, 178.0
SOUTHERNMOST = -57.0
LEAST_AREA = 4.0  # square units; islands below it have their circle and no outline
LEAST_TRIANGLE = 2.0  # square units; a corner that bends less is left out
LINE = 98
# areas that the shapes count to another country: longitude, latitude in degrees
APART = {
    "BQ": (-68.3, 12.2), "BV": (3.4, -54.4), "CC": (96.8, -12.2), "CX": (105.6, -10.5), "GF": (-53.1, 3.9),
    "GP": (-61.6, 16.2), "MQ": (-61.0, 14.7), "RE": (55.5, -21.1), "SJ": (16.0, 78.5), "TK": (-171.8, -9.2),
    "YT": (45.2, -12.8), "AQ": (0.0, -56.9),
}  # fmt: skip
Point = tuple[float, float]
Ring = list[Point]


def turned(longitude: float) -> float:
    """Degrees east of the middle, between -180 and 180."""
    return (longitude - MIDDLE + 180) % 360 - 180


def projected(east: float, latitude: float) -> Point:
    """Degrees east of the middle and latitude to units of the drawing, y downwards."""
    angle = asin(sqrt(3) / 2 * sin(radians(latitude)))
    power, root = angle * angle, 2 * sqrt(3) / 3
    slope = 9 * 0.003796 * power**4 + 7 * 0.000893 * power**3 - 3 * 0.081106 * power + 1.340264
    x = root * radians(east) * cos(angle) / slope
    y = angle * (0.003796 * power**4 + 0.000893 * power**3 - 0.081106 * power + 1.340264)
    return WIDTH / 2 + SCALE * x, EQUATOR - SCALE * y


class Topology:
    """Arcs of a TopoJSON file, decoded to degrees."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.objects = document["objects"]
        (kx, ky), (dx, dy) = document["transform"]["scale"], document["transform"]["translate"]
        self._arcs: list[Ring] = []
        for arc in document["arcs"]:
            x = y = 0
            points = []
            for step_x, step_y in arc:
                x, y = x + step_x, y + step_y
                points.append((x * kx + dx, y * ky + dy))
            self._arcs.append(points)

    def rings(self, geometry: dict[str, Any]) -> Iterator[Ring]:
        """The outer ring of every polygon of a shape."""
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            ring: Ring = []
            for number in polygon[0]:
                arc = self._arcs[number] if number >= 0 else self._arcs[~number][::-1]
                ring += arc[1:] if ring else arc
            yield ring


def in_one_piece(ring: Ring) -> Ring:
    """A ring with longitudes east of the middle that do not jump at the edge of the map."""
    longitudes = [ring[0][0]]
    for longitude, _ in ring[1:]:
        longitudes.append(longitudes[-1] + (longitude - longitudes[-1] + 180) % 360 - 180)
    middle = sum(longitudes) / len(longitudes)
    shift = turned(middle) - middle
    return [(longitude + shift, point[1]) for longitude, point in zip(longitudes, ring, strict=True)]


def area(ring: Sequence[Point]) -> float:
    """Signed area of a closed ring (shoelace formula)."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]])) / 2


def centroid(ring: Sequence[Point]) -> Point:
    """Centre of gravity of a closed ring; of an island without area the middle of its corners."""
    if not area(ring):
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    closed = [*ring, ring[0]]
    crossed = [a[0] * b[1] - b[0] * a[1] for a, b in pairwise(closed)]
    whole = sum(crossed) * 3
    x = sum((a[0] + b[0]) * c for (a, b), c in zip(pairwise(closed), crossed, strict=True))
    y = sum((a[1] + b[1]) * c for (a, b), c in zip(pairwise(closed), crossed, strict=True))
    return x / whole, y / whole


def simplified(ring: Ring) -> Ring:
    """The ring without corners that hardly bend (Visvalingam and Whyatt 1993)."""
    points = list(ring)
    while len(points) > 4:
        sizes = [
            abs(area((points[i - 1], points[i], points[(i + 1) % len(points)]))) for i in range(len(points))
        ]
        least = min(sizes)
        if least >= LEAST_TRIANGLE:
            break
        del points[sizes.index(least)]
    return points


def outline(topology: Topology) -> str:
    """All land as one path, in whole units, with relative steps."""
    pieces = []
    for geometry in topology.objects["land"]["geometries"]:
        for ring in topology.rings(geometry):
            if max(latitude for _, latitude in ring) < SOUTHERNMOST:
                continue
            drawn = simplified([projected(*point) for point in in_one_piece(ring[:-1])])
            if abs(area(drawn)) >= LEAST_AREA:
                pieces.append(drawn)
    pieces.sort(key=lambda piece: -abs(area(piece)))
    return "".join(_steps([(round(x), round(y)) for x, y in piece]) for piece in pieces)


def _steps(points: list[tuple[int, int]]) -> str:
    (x, y), rest = points[0], points[1:]
    said = f"M{x} {y}"
    here, first = (x, y), True
    for point in rest:
        dx, dy = point[0] - here[0], point[1] - here[1]
        if dx or dy:
            said += ("l" if first else ("" if dx < 0 else " ")) + f"{dx}" + ("" if dy < 0 else " ") + f"{dy}"
            here, first = point, False
    return said + "z"


def places(topology: Topology, countries: list[dict[str, str]]) -> dict[str, tuple[int, int]]:
    """ISO code -> where its circle stands: the centre of its largest piece of land."""
    shapes = {each["id"]: each for each in topology.objects["countries"]["geometries"] if "id" in each}
    found = {}
    for country in countries:
        code = country["iso2"]
        if code in APART:
            longitude, latitude = APART[code]
            east = turned(longitude)
        else:
            # Fiji and Russia lie on both sides of 180°: taken as they are written, their middle is far away
            pieces = (in_one_piece(ring) for ring in topology.rings(shapes[country["m49"]]))
            east, latitude = centroid(max(pieces, key=lambda ring: abs(area(ring))))
        x, y = projected(east, latitude)
        found[code] = (round(x), round(y))
    return found


def module(land: str, where: dict[str, tuple[int, int]]) -> str:
    """The text of `land.py`."""
    listed = " ".join(f"{code},{x},{y}" for code, (x, y) in sorted(where.items()))
    return (
        '"""All land as one path and a place for every country: made by `atlas.py`, not by hand.\n\n'
        "Shapes: Natural Earth (public domain), as packaged in world-atlas 2.0.2 (ISC licence).\n"
        "SHA-256 of its files: " + "\n".join(SOURCES) + '.\n"""\n\n'
        "from __future__ import annotations\n\n"
        f"WIDTH, HEIGHT = {WIDTH}, {HEIGHT}\n"
        f"LAND = (\n{_lines(land)})\n"
        f"_PLACES = (\n{_lines(listed)})\n"
        "PLACES: dict[str, tuple[int, int]] = {\n"
        '    code: (int(x), int(y)) for code, x, y in (each.split(",") for each in _PLACES.split())\n'
        "}\n"
    )


def _lines(text: str) -> str:
    return "".join(f'    "{text[i : i + LINE]}"\n' for i in range(0, len(text), LINE))


def main(land_file: str, countries_file: str, list_file: str) -> None:
    """Write the module to the standard output. Raises SystemExit for other files than those of `SOURCES`."""
    documents = []
    for name, digest in zip((land_file, countries_file), SOURCES, strict=True):
        held = Path(name).read_bytes()
        if hashlib.sha256(held).hexdigest() != digest:
            raise SystemExit(f"{name} is not the file that the drawing was made from.")
        documents.append(Topology(json.loads(held)))
    with Path(list_file).open(encoding="utf-8") as text:
        countries = list(csv.DictReader(text))
    sys.stdout.write(module(outline(documents[0]), places(documents[1], countries)))


if __name__ == "__main__":
    main(*sys.argv[1:4])
