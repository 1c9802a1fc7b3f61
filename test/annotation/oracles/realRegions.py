"""Ellipses and rectangles on real slices, measured with pydicom and numpy in millimetres of the patient.

Usage: python3 realRegions.py <data folder> > realRegions.json
"""
import glob
import json
import os
import sys

import numpy as np
import pydicom

folder = sys.argv[1]
ct = sorted(glob.glob(os.path.join(folder, 'rt-esophagus-imrt/CT/*')), key=lambda path: float(pydicom.dcmread(path, stop_before_pixels=True).ImagePositionPatient[2]))
# Files of the stack, the file measured on, the unit.
stacks = [
    (sorted(glob.glob(os.path.join(folder, 'modalities/mr-series/*.dcm'))), 2, '1'),
    ([os.path.join(folder, 'modalities/pt/PT-Issue94.dcm')], 0, 'Bq/ml'),
    (ct[40:43], 1, "[hnsf'U]"),
]
# Centre and half sides as parts of the image, angle in degrees.
shapes = [(0.5, 0.5, 0.2, 0.1, 0), (0.4, 0.55, 0.05, 0.12, 33), (0.62, 0.45, 0.3, 0.04, -71), (0.5, 0.5, 0.009, 0.013, 12)]


def measure(files, number, unit):
    ds = pydicom.dcmread(files[number])
    x, y = np.array(ds.ImageOrientationPatient[:3], float), np.array(ds.ImageOrientationPatient[3:], float)
    origin = np.array(ds.ImagePositionPatient, float)
    down, across = (float(value) for value in ds.PixelSpacing)
    row, column = np.mgrid[0:ds.Rows, 0:ds.Columns]
    centres = origin + (column * across)[..., None] * x + (row * down)[..., None] * y
    values = ds.pixel_array * float(ds.get('RescaleSlope', 1)) + float(ds.get('RescaleIntercept', 0))
    for kind in ('ellipse', 'rectangle'):
        for part_x, part_y, half_x, half_y, degrees in shapes:
            turn = np.radians(degrees)
            middle = origin + x * (part_x * ds.Columns * across) + y * (part_y * ds.Rows * down)
            u, v = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
            a, b = u * (half_x * ds.Columns * across), v * (half_y * ds.Rows * down)
            points = [middle - a, middle + a, middle - b, middle + b] if kind == 'ellipse' else [middle - a - b, middle + a - b, middle + a + b, middle - a + b]
            along_a, along_b = (centres - middle) @ u / np.linalg.norm(a), (centres - middle) @ v / np.linalg.norm(b)
            inside = along_a ** 2 + along_b ** 2 <= 1 if kind == 'ellipse' else (np.abs(along_a) <= 1) & (np.abs(along_b) <= 1)
            counted = values[inside]
            figures = dict(pixels=int(counted.size), mean=float(counted.mean()), standardDeviation=float(counted.std()), minimum=float(counted.min()), maximum=float(counted.max()))
            yield dict(files=[os.path.relpath(path, folder) for path in files], unit=unit, kind=kind, normal=np.cross(x, y).tolist(), points=[point.tolist() for point in points], figures=figures)


print(json.dumps([case for stack in stacks for case in measure(*stack)], indent=0))
