"""What a reader must see of the series of orientationSeries.py, told from the attributes of the files written alone.

    python3 orientationOracle.py <empty folder>     writes the series there, reads them back with pydicom, prints JSON

A pixel lies at ImagePositionPatient + row cosine * column spacing * i + column cosine * row spacing * j (PS3.3
C.7.6.2.1.1). A picture of zoom 1 is the largest that fits the cell as it is turned, its middle in the middle; turning
(clockwise) and flipping (left and right of the screen exchanged) follow each other in the order given.
"""
import array
import glob
import json
import math
import os
import sys

import pydicom

import orientationSeries as series

WIDTH, HEIGHT = 640, 480
PIXELS = [(320, 240), (201.5, 97), (455, 398.25), (37, 22)]
INDICES = [(0, 0, 0), (23, 0, 5), (0, 19, 2), (11, 8, 3), (20, 17, 1), (4, 13, 4)]
TRIPLES = [((2, 3, 0), (18, 4, 0), (9, 16, 0)), ((1, 1, 1), (12, 12, 3), (22, 2, 5))]
# Offsets in voxels from a voxel that stays the nearest.
INSIDE = [((11, 8, 2), (0.3, -0.3, 0.2)), ((4, 14, 1), (-0.4, 0.2, 0.4)), ((19, 5, 3), (0.1, 0.4, -0.3)), ((7, 10, 4), (0, 0, 0))]
VIEWS = [
    ("as acquired", [], 1, False),
    ("turned by 90", [90], 1, False),
    ("turned by 180", [180], 1, False),
    ("turned by 270", [270], 1, False),
    ("flipped", ["flip"], 1, False),
    ("zoomed about a point", [], 2.5, True),
    ("turned by 90, then flipped", [90, "flip"], 2.5, False),
    ("flipped, then turned by 90", ["flip", 90], 1, True),
    ("turned by 33", [33], 1.7, True),
    ("turned and flipped twice", ["flip", 250, "flip", 20], 2.5, True),
]


def dot(a, b):
    return sum(p * q for p, q in zip(a, b))


def unit(a):
    return [p / math.sqrt(dot(a, a)) for p in a]


def plus(point, *terms):
    """A point and multiples of vectors."""
    return [p + sum(factor * vector[axis] for factor, vector in terms) for axis, p in enumerate(point)]


def letters(direction):
    """Sides of the patient a direction points to: those it has more than 0.2 of, the stronger first (PS3.3 C.7.6.1.1.1)."""
    parts = sorted(((abs(value), pair[value < 0]) for value, pair in zip(direction, ("LR", "PA", "HF"))), key=lambda part: -part[0])
    return "".join(letter for size, letter in parts if size > 0.2)


def side(axis, value):
    return f"{('LR', 'PA', 'HF')[axis][value < 0]} {abs(value):.1f}"


class Series:
    def __init__(self, folder):
        images = [pydicom.dcmread(path) for path in glob.glob(os.path.join(folder, "*.dcm"))]
        cosines = [float(text) for text in images[0].ImageOrientationPatient]
        self.row, self.column = cosines[:3], cosines[3:]
        self.normal = unit(series.cross(self.row, self.column))
        self.down_mm, self.across_mm = (float(text) for text in images[0].PixelSpacing)
        self.rows, self.columns = images[0].Rows, images[0].Columns
        self.slices = sorted(images, key=lambda image: dot([float(mm) for mm in image.ImagePositionPatient], self.normal))
        self.positions = [[float(mm) for mm in image.ImagePositionPatient] for image in self.slices]
        self.stored = [array.array("h", image.PixelData) for image in self.slices]
        self.slope, self.intercept = float(images[0].RescaleSlope), float(images[0].RescaleIntercept)
        self.tolerance_mm = self.tolerance(images)

    def tolerance(self, images):
        """1e-6 mm, or what rounding leaves open: cosines over the width of the picture, and positions of slices that are fitted by a line."""
        half = lambda texts: 0.5 * 10.0 ** -max(len(text.original_string.partition(".")[2]) for text in texts) * math.sqrt(3)
        extent = math.hypot(self.columns * self.across_mm, self.rows * self.down_mm)
        is_rounded = any(abs(dot(a, b) - c) > 1e-9 for a, b, c in ((self.row, self.row, 1), (self.column, self.column, 1), (self.row, self.column, 0)))
        return 2 * half(images[0].ImageOrientationPatient) * extent + 4 * max(half(image.ImagePositionPatient) for image in images) if is_rounded else 1e-6

    def place(self, i, j, k):
        """Of a pixel, also between pixels; between slices on the line from one first pixel to the next."""
        below = min(int(math.floor(k)), len(self.positions) - 2)
        first = plus(self.positions[below], (k - below, plus(self.positions[below + 1], (-1, self.positions[below]))))
        return plus(first, (i * self.across_mm, self.row), (j * self.down_mm, self.column))

    def value(self, i, j, k):
        return self.stored[k][j * self.columns + i] * self.slope + self.intercept


class View:
    """Screen and slice of one view; `matrix` takes in-plane mm (right, down) of the picture as acquired to those of the screen."""

    def __init__(self, shown, steps, zoom, centre):
        self.shown, self.centre = shown, centre
        matrix = [[1.0, 0.0], [0.0, 1.0]]
        for step in steps:
            c, s = (math.cos(math.radians(step)), math.sin(math.radians(step))) if step != "flip" else (0, 0)
            (a, b), (d, e) = matrix
            matrix = [[-a, -b], [d, e]] if step == "flip" else [[c * a - s * d, c * b - s * e], [s * a + c * d, s * b + c * e]]
        self.matrix = matrix
        across, down = shown.columns * shown.across_mm / 2, shown.rows * shown.down_mm / 2
        corners = [self.on_screen(u, v) for u in (-across, across) for v in (-down, down)]
        self.px_per_mm = zoom * min(WIDTH / 2 / max(x for x, _ in corners), HEIGHT / 2 / max(y for _, y in corners))

    def on_screen(self, u, v):
        (a, b), (d, e) = self.matrix
        return a * u + b * v, d * u + e * v

    def in_plane(self, x, y):
        """Inverse of a turn and flip: the transpose."""
        (a, b), (d, e) = self.matrix
        return a * x + d * y, b * x + e * y

    def place(self, k, x, y):
        u, v = self.in_plane((x - WIDTH / 2) / self.px_per_mm, (y - HEIGHT / 2) / self.px_per_mm)
        shown = self.shown
        middle = shown.place((shown.columns - 1) / 2, (shown.rows - 1) / 2, k)
        if self.centre is not None:
            middle = plus(self.centre, (dot(shown.normal, shown.positions[k]) - dot(shown.normal, self.centre), shown.normal))
        return plus(middle, (u, shown.row), (v, shown.column))

    def letters(self):
        right, down = (plus([0, 0, 0], (u, self.shown.row), (v, self.shown.column)) for u, v in (self.in_plane(1, 0), self.in_plane(0, 1)))
        edges = {"right": right, "bottom": down, "left": [-p for p in right], "top": [-p for p in down]}
        return {edge: letters(direction) for edge, direction in edges.items()}

    def index(self, k, place):
        """Column and row of a place in the slice, fractional; solved for, as cosines of few digits are not quite perpendicular."""
        shown = self.shown
        offset = plus(place, (-1, shown.positions[k]))
        rr, cc, rc = dot(shown.row, shown.row), dot(shown.column, shown.column), dot(shown.row, shown.column)
        p, q = dot(offset, shown.row), dot(offset, shown.column)
        return (p * cc - q * rc) / (rr * cc - rc * rc) / shown.across_mm, (q * rr - p * rc) / (rr * cc - rc * rc) / shown.down_mm

    def pixel(self, k, x, y):
        """A pixel at or down the diagonal from the one given whose texts and nearest voxel do not hang on the last digits."""
        margin = max(1e-4, 1.5 * self.shown.tolerance_mm)
        while True:
            place = self.place(k, x, y)
            i, j = self.index(k, place)
            is_sure = all(abs(abs(mm) * 10 % 1 - 0.5) > 10 * margin and abs(mm) > 0.1 for mm in place) and all(abs(index % 1 - 0.5) > 0.02 + margin for index in (i, j))
            if is_sure:
                break
            if x > WIDTH:
                raise ValueError(f"Slice {k} has no such pixel.")
            x, y = x + 1, y + 1
        is_inside = 0 <= round(i) < self.shown.columns and 0 <= round(j) < self.shown.rows
        text = " ".join(side(axis, mm) for axis, mm in enumerate(place)) + " mm"
        return {"x": x, "y": y, "place": place, "text": text, "value": self.shown.value(round(i), round(j), k) if is_inside else None}

    def length(self, k, a, b):
        return {"k": k, "points": [a, b], "lengthMm": math.dist(self.place(k, *a), self.place(k, *b))}

    def angle(self, k, points):
        return {"k": k, "points": points, **angle_of(self.shown, *(self.place(k, *point) for point in points))}


def angle_of(shown, end, corner, other):
    a, b = plus(end, (-1, corner)), plus(other, (-1, corner))
    degrees = math.degrees(math.acos(dot(unit(a), unit(b))))
    return {"degrees": degrees, "toleranceDegrees": math.degrees(2 * shown.tolerance_mm * (1 / math.hypot(*a) + 1 / math.hypot(*b)))}


def view_of(shown, number, name, steps, zoom, has_centre):
    centre = [round(mm, 2) for mm in plus(shown.place(15.3, 7.2, 2), (0.4, shown.normal))] if has_centre else None
    view = View(shown, steps, zoom, centre)
    slices = range(len(shown.slices)) if number == 0 else (number % 6, (number + 3) % 6)
    return {
        "name": name, "steps": steps, "zoom": zoom, "centre": centre, "pxPerMm": view.px_per_mm, "letters": view.letters(),
        "pixels": [{"k": k, **view.pixel(k, x, y)} for k in slices for x, y in PIXELS],
        "lengths": [view.length(number % 6, (250, 200), (390, 200)), view.length(number % 6, (300, 150), (300, 331)), view.length(number % 6, (210.5, 120), (433, 377))],
        "angles": [view.angle(number % 6, [(250, 180), (400, 200), (310.5, 330)])],
    }


def region_of(shown):
    """A rectangle between pixels, as drawn on the picture unturned: its area, and the values of the pixels in it."""
    k, (left, top, right, bottom) = 3, (4.5, 2.5, 12.5, 9.5)
    view = View(shown, [], 1, None)
    across, down = shown.across_mm * view.px_per_mm, shown.down_mm * view.px_per_mm
    corners = [(WIDTH / 2 + (i - (shown.columns - 1) / 2) * across, HEIGHT / 2 + (j - (shown.rows - 1) / 2) * down) for i, j in ((left, top), (right, bottom))]
    values = [shown.value(i, j, k) for i in range(5, 13) for j in range(3, 10)]
    area = (right - left) * shown.across_mm * (bottom - top) * shown.down_mm
    return {"k": k, "points": corners, "areaMm2": area, "pixels": len(values), "mean": math.fsum(values) / len(values), "minimum": min(values), "maximum": max(values)}


def slice_of(shown, k):
    """Where the normal is a patient axis, the coordinate with its side, else mm along the normal."""
    position = dot(shown.positions[k], shown.normal)
    axis = next((axis for axis in range(3) if abs(shown.normal[axis]) > 0.9999), None)
    return {"sopInstanceUID": shown.slices[k].SOPInstanceUID, "positionMm": position, "text": f"{position:.1f} mm" if axis is None else f"{side(axis, shown.positions[k][axis])} mm"}


def inside_of(shown, voxel, offset):
    place = shown.place(*(v + o for v, o in zip(voxel, offset)))
    return {"place": place, "nearest": shown.value(*voxel), "linear": dot(series.GRADIENT, place) + series.OFFSET}


def told(name, folder):
    shown = Series(folder)
    voxels = [{"index": index, "place": shown.place(*index)} for index in INDICES]
    return {
        "name": name, "folder": folder, "toleranceMm": shown.tolerance_mm, "slope": shown.slope,
        "slices": [slice_of(shown, k) for k in range(len(shown.slices))],
        "voxels": voxels,
        "lengths": [{"voxels": [a["index"], b["index"]], "lengthMm": math.dist(a["place"], b["place"])} for a, b in zip(voxels, voxels[1:])],
        "angles": [{"voxels": triple, **angle_of(shown, *(shown.place(*index) for index in triple))} for triple in TRIPLES],
        "region": region_of(shown),
        "views": [view_of(shown, number, *view) for number, view in enumerate(VIEWS)],
        "inside": [inside_of(shown, *point) for point in INSIDE],
    }


if __name__ == "__main__":
    print(json.dumps({"gradient": series.GRADIENT, "offset": series.OFFSET, "series": [told(name, folder) for name, folder in series.write_all(sys.argv[1]).items()]}))
