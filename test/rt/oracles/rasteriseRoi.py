"""Rasterises one ROI of an RTSTRUCT to isotropic voxels for `plastimatch dice`: python3 rasteriseRoi.py RS.dcm ROI spacing_mm x0,y0,z0,x1,y1,z1 out.mha

A voxel counts where its centre lies inside, even-odd, the contours of the nearest plane; the end planes reach half a spacing
beyond themselves. Needs pydicom and numpy; shares nothing with shared/rt.
"""
import sys
import numpy as np
import pydicom

path, name, spacing, box, out = sys.argv[1:]
spacing = float(spacing)
low, high = np.array([float(v) for v in box.split(',')]).reshape(2, 3)
ds = pydicom.dcmread(path)
number = next(roi.ROINumber for roi in ds.StructureSetROISequence if roi.ROIName == name)
planes = {}
for contour in next(item for item in ds.ROIContourSequence if item.ReferencedROINumber == number).ContourSequence:
    if contour.ContourGeometricType != 'CLOSED_PLANAR':
        continue
    points = np.array(contour.ContourData, float).reshape(-1, 3)
    planes.setdefault(round(points[0, 2], 2), []).append(points[:, :2])
zs = np.array(sorted(planes))
half = np.median(np.diff(zs)) / 2
size = np.floor((high - low) / spacing).astype(int)
axes = [low[a] + (np.arange(size[a]) + 0.5) * spacing for a in range(3)]
volume = np.zeros(size[::-1], np.uint8)
masks = {}
for k, z in enumerate(axes[2]):
    n = int(np.argmin(abs(zs - z)))
    if abs(zs[n] - z) >= half and (n in (0, len(zs) - 1)):
        continue
    if n not in masks:
        mask = np.zeros(size[1::-1], bool)
        for polygon in planes[zs[n]]:
            a, b = polygon, np.roll(polygon, -1, 0)
            for j, y in enumerate(axes[1]):
                hit = (a[:, 1] > y) != (b[:, 1] > y)
                if hit.any():
                    x = a[hit, 0] + (y - a[hit, 1]) / (b[hit, 1] - a[hit, 1]) * (b[hit, 0] - a[hit, 0])
                    mask[j] ^= (np.searchsorted(np.sort(x), axes[0]) % 2).astype(bool)
        masks[n] = mask
    volume[k] = masks[n]
first = ' '.join(str(axis[0]) for axis in axes)
with open(out, 'wb') as file:
    file.write((f'ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = {first}\n'
                f'ElementSpacing = {spacing} {spacing} {spacing}\nDimSize = {size[0]} {size[1]} {size[2]}\nElementType = MET_UCHAR\nElementDataFile = LOCAL\n').encode())
    file.write(volume.tobytes())
