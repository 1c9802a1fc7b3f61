"""HU and Gy at points of data/rt-esophagus-imrt, read with pydicom and interpolated in plain Python.

Usage: python3 esophagusPoints.py <folder of the case> > esophagusPoints.json
"""
import glob
import json
import sys
from array import array
from bisect import bisect_right

import pydicom

folder = sys.argv[1]
slices = sorted((pydicom.dcmread(path) for path in glob.glob(folder + '/CT/*')), key=lambda ds: float(ds.ImagePositionPatient[2]))
dose = pydicom.dcmread(folder + '/RD.dcm')
stored = array('I' if dose.BitsAllocated == 32 else 'H', dose.PixelData)
rows, columns, frames = int(dose.Rows), int(dose.Columns), int(dose.NumberOfFrames)


def hounsfield(x, y, z):
    ds = min(slices, key=lambda s: abs(float(s.ImagePositionPatient[2]) - z))
    column = round((x - float(ds.ImagePositionPatient[0])) / float(ds.PixelSpacing[1]))
    row = round((y - float(ds.ImagePositionPatient[1])) / float(ds.PixelSpacing[0]))
    pixels = array('h' if ds.PixelRepresentation else 'H', ds.PixelData)
    return pixels[row * int(ds.Columns) + column] * float(ds.RescaleSlope) + float(ds.RescaleIntercept)


def gray(x, y, z):
    x0, y0, z0 = map(float, dose.ImagePositionPatient)
    offsets = [float(value) for value in dose.GridFrameOffsetVector]
    i = (x - x0) / float(dose.PixelSpacing[1])
    j = (y - y0) / float(dose.PixelSpacing[0])
    if not (0 <= i <= columns - 1 and 0 <= j <= rows - 1 and offsets[0] <= z - z0 <= offsets[-1]):
        return None
    below = min(bisect_right(offsets, z - z0) - 1, frames - 2)
    k = below + (z - z0 - offsets[below]) / (offsets[below + 1] - offsets[below])
    total = 0.0
    for dk in (0, 1):
        for dj in (0, 1):
            for di in (0, 1):
                a, b, c = int(i), int(j), int(k)
                weight = (i - a if di else 1 - (i - a)) * (j - b if dj else 1 - (j - b)) * (k - c if dk else 1 - (k - c))
                if weight:
                    total += weight * stored[((c + dk) * rows + b + dj) * columns + a + di]
    return total * float(dose.DoseGridScaling)


points = [(7.5, -234.0, -16.1), (0, -234, 0), (-80, -250, -40), (90, -220, 30), (5, -180, 60), (0, -330, -60), (30, -260, -100), (-40, -200, 10), (7.25, -229.6, 81.3), (60, -240, -130), (0, -234, 190), (200, -100, -16)]
print(json.dumps([{'pointMm': list(p), 'hu': hounsfield(*p), 'doseGy': gray(*p)} for p in points], indent=1))
