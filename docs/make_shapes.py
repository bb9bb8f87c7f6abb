"""Make `vocabulary/shapes.json` from the npm package world-atlas (Natural Earth at 1:50 million, public domain).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python docs/make_shapes.py package/countries-50m.json

Borders are simplified line by line (Visvalingam), so that neighbours keep one border; islands too small to be seen are left
out, Antarctica too. Areas of which two states or more say that they are theirs are taken out of the states that hold them.
"""

from __future__ import annotations

import csv
import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

VOCABULARY = Path(__file__).parents[1] / "src/bilateral/vocabulary"
STEPS = 20_000
"""Places on the grid along each side: 0.018 degrees of longitude, less than a pixel of a map of the world."""

FEWEST_AREA = 0.02
"""Smallest triangle that a point of a border must span with its neighbours, in square degrees: tried 0.005 to 0.05; 0.02 keeps
the Korean peninsula's islands and 200 kB."""

SMALLEST_RING = 0.06
"""Smallest island beside a larger one of its state, in square degrees."""

LEFT_OUT = ("Antarctica", "Ashmore and Cartier Is.")
"""Shapes that are not taken: no state's, and reefs with the code of Australia."""

Point = tuple[float, float]
Ring = list[Point]


def unpack(topology: dict[str, Any]) -> list[Ring]:
    """The borders as degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def area(a: Point, b: Point, c: Point) -> float:
    """The triangle of three points."""
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def ring_area(ring: Ring) -> float:
    """The area of a ring."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))) / 2


def simplify(points: Ring) -> Ring:
    """Leave out the points that matter least; a closed line keeps four."""
    kept = list(points)
    fewest = 4 if points[0] == points[-1] else 2
    while len(kept) > fewest:
        sizes = [area(*kept[i - 1 : i + 2]) for i in range(1, len(kept) - 1)]
        least = min(sizes)
        if least >= FEWEST_AREA:
            break
        del kept[sizes.index(least) + 1]
    return kept


def ring_of(indices: list[int], arcs: list[Ring]) -> Ring:
    """The points of a ring from its borders; a negative number is a border walked backwards."""
    points: Ring = []
    for index in indices:
        line = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(line[1:] if points else line)
    return points


def polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Polygons as rings of borders."""
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]


def inside(ring: Ring, box: tuple[float, float, float, float]) -> bool:
    """Whether the middle of a ring lies in a box of west, south, east, north."""
    x, y = (sum(point[i] for point in ring) / len(ring) for i in (0, 1))
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def label_point(rings: list[Ring]) -> Point:
    """A point well inside the largest ring: the middle of its widest stretch at the height of its middle."""
    ring = max(rings, key=ring_area)
    y = sum(point[1] for point in ring) / len(ring)
    crossings = sorted(a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) for a, b in pairwise([*ring, ring[0]]) if (a[1] > y) != (b[1] > y))
    spans = [(second - first, (first + second) / 2) for first, second in zip(crossings[::2], crossings[1::2], strict=False)]
    return (max(spans)[1] if spans else ring[0][0], y)


def main() -> None:
    """Write the file."""
    topology = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    codes = {row["m49"].zfill(3): row["iso3"] for row in read("states.csv") if row.get("m49")}
    areas = [row for row in read("disputed.csv") if row["unit"]]
    full = unpack(topology)
    arcs = [simplify(line) for line in full]
    states, disputed = [], []
    for geometry in topology["objects"]["countries"]["geometries"]:
        name, code = geometry["properties"]["name"], codes.get(geometry.get("id", ""), "")
        if name in LEFT_OUT:
            continue
        rings = [(one, ring_of(one[0], full)) for one in polygons(geometry)]
        own = next((row for row in areas if row["unit"] == name), None)
        if own:
            disputed.append(feature([one for one, _ in rings], own["code"], label_point([ring for _, ring in rings])))
            continue
        for row in areas:
            west = [float(value) for value in row["box"].split()] if row["unit"].startswith("in ") and row["unit"][3:] == name else []
            taken = [(one, ring) for one, ring in rings if west and inside(ring, tuple(west))]
            if taken:
                disputed.append(feature([one for one, _ in taken], row["code"], label_point([ring for _, ring in taken])))
                rings = [pair for pair in rings if pair not in taken]
        largest = max(ring_area(ring) for _, ring in rings)
        seen = [one for one, ring in rings if ring_area(ring) >= min(SMALLEST_RING, largest)]
        states.append(feature(seen, code or name, label_point([ring for _, ring in rings])))
    missing = {row["code"] for row in areas} - {one["id"] for one in disputed}
    if missing:
        sys.exit(f"no shape for {missing}")
    write({"states": states, "disputed": disputed}, arcs)


def feature(rings: list[list[list[int]]], code: str, point: Point) -> dict[str, Any]:
    """One area with its code and the point at which its name may stand."""
    return {"type": "MultiPolygon", "id": code, "properties": {"lon": round(point[0], 2), "lat": round(point[1], 2)}, "arcs": rings}


def write(objects: dict[str, list[dict[str, Any]]], arcs: list[Ring]) -> None:
    """The file: only the borders that are used, on a grid."""
    used = sorted({index if index >= 0 else ~index for made in objects.values() for one in made for polygon in one["arcs"] for ring in polygon for index in ring})
    number = {old: new for new, old in enumerate(used)}
    for made in objects.values():
        for one in made:
            one["arcs"] = [[[number[i] if i >= 0 else ~number[~i] for i in ring] for ring in polygon] for polygon in one["arcs"]]
    sx, sy = 360 / (STEPS - 1), 180 / (STEPS - 1)
    packed = []
    for index in used:
        grid = [(round((x + 180) / sx), round((y + 90) / sy)) for x, y in arcs[index]]
        packed.append([list(grid[0]), *([b[0] - a[0], b[1] - a[1]] for a, b in pairwise(grid))])
    collections = {name: {"type": "GeometryCollection", "geometries": made} for name, made in objects.items()}
    made = {"type": "Topology", "transform": {"scale": [sx, sy], "translate": [-180, -90]}, "objects": collections, "arcs": packed}
    (VOCABULARY / "shapes.json").write_text(json.dumps(made, separators=(",", ":"), ensure_ascii=False) + "\n", "utf-8")


def read(name: str) -> list[dict[str, str]]:
    """Rows of a file of the vocabulary."""
    with (VOCABULARY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


if __name__ == "__main__":
    main()
