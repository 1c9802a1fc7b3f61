"""Open area and outline length of real apertures, by counting squares of a raster.

Reads jaws and leaves with pydicom, resolves inheritance by itself, paints rows of 0.1 mm squares at the isocentre plane and
counts. Nothing is clipped or united as polygons.

    /usr/bin/python3 apertures.py /work/shared/data > apertures.json
"""
import json
import sys

import numpy as np
import pydicom

STEP = 0.1
SPAN = 250.0
FILES = ["rt-esophagus-imrt/RP.dcm", "rt-aria-qa/RP.dcm", "rt-breast-partial/RP.dcm", "plans/pydicom-rtplan.dcm", "plans/vmat_example.dcm", "plans/FFF_example.dcm", "plans/06MV_plan.dcm"]


def raster(devices, boundaries):
    centres = np.arange(-SPAN, SPAN, STEP) + STEP / 2
    xs, ys = centres[None, :], centres[:, None]
    is_open = np.ones((len(centres), len(centres)), bool)
    for kind, positions in devices.items():
        if kind in ("X", "ASYMX"):
            is_open &= (xs > positions[0]) & (xs < positions[1])
        elif kind in ("Y", "ASYMY"):
            is_open &= (ys > positions[0]) & (ys < positions[1])
        elif kind == "MLCX":
            edges = boundaries[kind]
            pair = np.searchsorted(edges, centres) - 1
            inside = (pair >= 0) & (pair < len(edges) - 1)
            pair = np.clip(pair, 0, len(edges) - 2)
            n = len(edges) - 1
            low, high = np.array(positions[:n])[pair][:, None], np.array(positions[n:])[pair][:, None]
            is_open &= inside[:, None] & (xs > low) & (xs < high)
        else:
            raise SystemExit("unexpected device " + kind)
    return is_open


def outline(is_open):
    padded = np.pad(is_open, 1).astype(np.int8)
    return STEP * (np.abs(np.diff(padded, axis=0)).sum() + np.abs(np.diff(padded, axis=1)).sum())


rows = []
for name in FILES:
    plan = pydicom.dcmread(sys.argv[1] + "/" + name, force=True)
    for beam in plan.BeamSequence:
        boundaries = {d.RTBeamLimitingDeviceType: [float(v) for v in d.LeafPositionBoundaries] for d in beam.BeamLimitingDeviceSequence if "LeafPositionBoundaries" in d}
        devices = {}
        points = len(beam.ControlPointSequence)
        for index, point in enumerate(beam.ControlPointSequence):
            for device in point.get("BeamLimitingDevicePositionSequence", []):
                devices[device.RTBeamLimitingDeviceType] = [float(v) for v in device.LeafJawPositions]
            if index not in (0, points // 3, points // 2, points - 2):
                continue
            is_open = raster(devices, boundaries)
            rows.append({"file": name, "beam": int(beam.BeamNumber), "controlPoint": index, "areaMm2": round(float(is_open.sum()) * STEP * STEP, 2), "outlineMm": round(float(outline(is_open)), 1)})
json.dump({"stepMm": STEP, "apertures": rows}, sys.stdout, indent=0)
