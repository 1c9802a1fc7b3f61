"""Random marks in oblique planes with non-square pixels, measured with numpy and scipy.

Usage: python3 regions.py > regions.json

Nothing here follows the product's way: pixel indices come from least squares, the even-odd test casts its ray along the
columns, the ellipse is tested in millimetres, its perimeter is scipy's elliptic integral, angles are arc cosines.
"""
import json

import numpy as np
from scipy.special import ellipe

random = np.random.default_rng(20261122)
COLUMNS, ROWS, PADDING = 48, 40, -2000
MARGIN = 60


def pixels():
    row, column = np.mgrid[0:ROWS, 0:COLUMNS]
    values = (row * 7919 + column * 104729 + row * column * 31) % 4001 - 1024
    values[(row + column) < 12] = PADDING
    return values


def frames():
    turn, _ = np.linalg.qr(random.normal(size=(3, 3)))
    other, _ = np.linalg.qr(random.normal(size=(3, 3)))
    return [
        dict(origin=[0.0, 0.0, 0.0], x=[1.0, 0.0, 0.0], y=[0.0, 1.0, 0.0], columnSpacingMm=1.0, rowSpacingMm=1.0),
        dict(origin=[-110.3, 45.75, -812.5], x=[0.0, 1.0, 0.0], y=[0.0, 0.0, -1.0], columnSpacingMm=0.7421875, rowSpacingMm=2.5),
        dict(origin=[31.7, -220.1, 55.3], x=turn[0].tolist(), y=turn[1].tolist(), columnSpacingMm=0.9765625, rowSpacingMm=0.6),
        dict(origin=[-3.2, 17.9, 1300.4], x=other[0].tolist(), y=other[1].tolist(), columnSpacingMm=0.31, rowSpacingMm=0.47),
    ]


STORED = pixels()
FRAMES = frames()


def to_patient(frame, across, down):
    """Millimetres along rows and columns from the first pixel to patient mm."""
    plane = np.array([frame['x'], frame['y']])
    return np.stack([across, down], axis=-1) @ plane + np.array(frame['origin'])


def lattice(frame):
    """Pixel centres of the image and a margin around it: indices and patient mm."""
    row, column = np.mgrid[-MARGIN:ROWS + MARGIN, -MARGIN:COLUMNS + MARGIN]
    return row, column, to_patient(frame, column * frame['columnSpacingMm'], row * frame['rowSpacingMm'])


def indices(frame, points):
    matrix = np.array([np.array(frame['x']) * frame['columnSpacingMm'], np.array(frame['y']) * frame['rowSpacingMm']]).T
    return np.linalg.lstsq(matrix, (points - np.array(frame['origin'])).T, rcond=None)[0].T


def in_polygon(frame, points):
    row, column, _ = lattice(frame)
    corners = indices(frame, points)
    inside = np.zeros(row.shape, dtype=bool)
    for (c0, r0), (c1, r1) in zip(corners, np.roll(corners, -1, axis=0)):
        spans = (c0 > column) != (c1 > column)
        with np.errstate(divide='ignore', invalid='ignore'):
            crossing = r0 + (column - c0) * (r1 - r0) / (c1 - c0)
        inside ^= spans & (row < crossing)
    return inside


def in_ellipse(frame, points):
    _, _, centres = lattice(frame)
    a0, a1, b0, b1 = points
    middle = (a0 + a1) / 2
    half_a, half_b = np.linalg.norm(a1 - a0) / 2, np.linalg.norm(b1 - b0) / 2
    along_a = (centres - middle) @ ((a1 - a0) / (2 * half_a))
    along_b = (centres - middle) @ ((b1 - b0) / (2 * half_b))
    return (along_a / half_a) ** 2 + (along_b / half_b) ** 2 <= 1


def statistics(frame, inside):
    row, column, _ = lattice(frame)
    on_image = inside & (row >= 0) & (row < ROWS) & (column >= 0) & (column < COLUMNS)
    values = STORED[row[on_image], column[on_image]]
    counted = values[values != PADDING].astype(float)
    result = dict(count=int(counted.size), paddingCount=int((values == PADDING).sum()), outsideCount=int(inside.sum() - on_image.sum()))
    names = dict(mean=np.mean, standardDeviation=np.std, minimum=np.min, maximum=np.max)
    return result | {name: float(of(counted)) if counted.size else None for name, of in names.items()}


def polygon_figures(frame, points):
    across, down = ((points - np.array(frame['origin'])) @ np.array([frame['x'], frame['y']]).T).T
    area = abs(np.dot(across, np.roll(down, -1)) - np.dot(down, np.roll(across, -1))) / 2
    return dict(area=float(area), perimeter=float(np.linalg.norm(points - np.roll(points, -1, axis=0), axis=1).sum()))


def ellipse_figures(points):
    a0, a1, b0, b1 = points
    b, a = sorted([np.linalg.norm(a1 - a0) / 2, np.linalg.norm(b1 - b0) / 2])
    return dict(area=float(np.pi * a * b), perimeter=float(4 * a * ellipe(1 - (b / a) ** 2)))


def box(frame):
    return np.array([COLUMNS * frame['columnSpacingMm'], ROWS * frame['rowSpacingMm']])


def random_region(kind, frame):
    size = box(frame)
    centre = random.uniform(0.0, 1.0, 2) * size
    half = random.uniform(0.02, 0.35, 2) * size.min()
    turn = random.uniform(0, 2 * np.pi)
    a = np.array([np.cos(turn), np.sin(turn)]) * half[0]
    b = np.array([-np.sin(turn), np.cos(turn)]) * half[1]
    if kind == 'ellipse':
        flat = np.array([centre - a, centre + a, centre - b, centre + b])
    elif kind == 'rectangle':
        flat = np.array([centre - a - b, centre + a - b, centre + a + b, centre - a + b])
    else:
        # Six in ten go round once; the others cross themselves.
        count = int(random.integers(3, 24))
        angle = np.sort(random.uniform(0, 2 * np.pi, count)) if random.random() < 0.6 else random.uniform(0, 2 * np.pi, count)
        reach = random.uniform(0.1, 1.0, count) * half.max()
        flat = centre + np.stack([np.cos(angle) * reach, np.sin(angle) * reach], axis=-1)
    return to_patient(frame, flat[:, 0], flat[:, 1])


def region_case(kind, number):
    frame = FRAMES[number]
    points = random_region(kind, frame)
    figures = ellipse_figures(points) if kind == 'ellipse' else polygon_figures(frame, points)
    inside = in_ellipse(frame, points) if kind == 'ellipse' else in_polygon(frame, points)
    return dict(kind=kind, frame=number, points=points.tolist(), figures=figures | statistics(frame, inside))


def angle_between(a, b):
    return float(np.degrees(np.arccos(np.clip(np.dot(a, b) / np.linalg.norm(a) / np.linalg.norm(b), -1, 1))))


def line_case(kind, number):
    frame = FRAMES[number]
    count = dict(length=2, angle=3, cobb=4, bidirectional=4)[kind]
    flat = random.uniform(0, 1, (count, 2)) * box(frame)
    p = to_patient(frame, flat[:, 0], flat[:, 1])
    if kind == 'length':
        figures = dict(length=float(np.linalg.norm(p[1] - p[0])))
    elif kind == 'angle':
        figures = dict(angle=angle_between(p[0] - p[1], p[2] - p[1]))
    elif kind == 'cobb':
        directed = angle_between(p[1] - p[0], p[3] - p[2])
        figures = dict(angle=min(directed, 180 - directed))
    else:
        axes = sorted([float(np.linalg.norm(p[1] - p[0])), float(np.linalg.norm(p[3] - p[2]))])
        figures = dict(length=axes[1], shortAxis=axes[0])
    return dict(kind=kind, frame=number, points=p.tolist(), figures=figures)


cases = [region_case(kind, number) for kind in ('ellipse', 'rectangle', 'freehand') for number in range(len(FRAMES)) for _ in range(12)]
cases += [line_case(kind, number) for kind in ('length', 'angle', 'cobb', 'bidirectional') for number in range(len(FRAMES)) for _ in range(5)]
header = json.dumps(dict(columns=COLUMNS, rows=ROWS, paddingValue=PADDING, frames=FRAMES))
print(header[:-1] + ', "cases": [\n' + ',\n'.join(json.dumps(case) for case in cases) + '\n]}')
