"""Writes small CT series of every way to lie into folders below the one given; a linear function of the place is painted in.

    python3 orientationSeries.py <folder>

Patient positions are derived from their definition (PS3.3 C.7.3.1.1.2), not from a table of orientations. An observer
faces the front of the scanner. The picture keeps the table's own axes: rows run to the observer's right, columns down
with gravity, and right x down points into the gantry. Head first: the head points into it; feet first: the feet do.
Supine: the back is down; prone: the face; decubitus right or left: that side. Gantry/Detector Tilt (PS3.3 C.8.22.5.2):
negative leans the top of the gantry away from where the table enters. Table travel shifts ImagePositionPatient along
the table, tilted or not.
"""
import math
import os
import sys

from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

COLUMNS, ROWS = 24, 20
ROW_SPACING, COLUMN_SPACING = 1.5, 0.7
SLOPE, INTERCEPT = 0.1, -1024.0
GRADIENT, OFFSET = (3.1, -2.3, 1.7), 20.0
CT = "1.2.840.10008.5.1.4.1.1.2"

EVEN = [0, 2.5, 5, 7.5, 10, 12.5]
THIRDS = [round(5 / 3 * k, 4) for k in range(6)]
EIGHTHS = [3.125 * k for k in range(6)]
UNEVEN = [0, 2, 4.5, 6.5, 10.25, 12.25]

# Patient LPS: what is down on the table, and what points into the gantry.
DOWN = {"S": (0, 1, 0), "P": (0, -1, 0), "DL": (1, 0, 0), "DR": (-1, 0, 0)}
INTO = {"HF": (0, 0, 1), "FF": (0, 0, -1)}


def cross(a, b):
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def mix(a, s, b, t):
    return tuple(p * s + q * t for p, q in zip(a, b))


def on_table(position, tilt=0.0):
    """Row and column direction, and the way slices follow each other while the table carries the patient in."""
    down, into = DOWN[position[2:]], INTO[position[:2]]
    lean = math.radians(tilt)
    return cross(down, into), mix(down, math.cos(lean), into, math.sin(lean)), mix(into, -1, into, 0)


def turned(axis, degrees, vector):
    """A vector turned about an axis (Rodrigues)."""
    size = math.sqrt(sum(a * a for a in axis))
    axis = tuple(a / size for a in axis)
    angle = math.radians(degrees)
    along = sum(a * v for a, v in zip(axis, vector)) * (1 - math.cos(angle))
    return mix(mix(vector, math.cos(angle), cross(axis, vector), math.sin(angle)), 1, axis, along)


def free(row, column, direction=1):
    return row, column, mix(cross(row, column), direction, row, 0)


# Name, PatientPosition, (row, column, way), mm along the way, GantryDetectorTilt, decimals of orientation and position.
CASES = [
    ("HFS", "HFS", on_table("HFS"), EVEN),
    ("HFP", "HFP", on_table("HFP"), THIRDS),
    ("HFDL", "HFDL", on_table("HFDL"), UNEVEN),
    ("HFDR", "HFDR", on_table("HFDR"), EIGHTHS),
    ("FFS", "FFS", on_table("FFS"), UNEVEN),
    ("FFP", "FFP", on_table("FFP"), EVEN),
    ("FFDL", "FFDL", on_table("FFDL"), THIRDS),
    ("FFDR", "FFDR", on_table("FFDR"), UNEVEN),
    ("coronal", "HFS", free((1, 0, 0), (0, 0, -1)), EIGHTHS),
    ("sagittal", "HFS", free((0, 1, 0), (0, 0, -1), -1), UNEVEN),
    ("oblique", "HFS", free((0.8, -0.6, 0), (0.36, 0.48, -0.8)), UNEVEN),
    ("oblique, feet first", "FFS", free(turned((1, 2, 3), 50, (1, 0, 0)), turned((1, 2, 3), 50, (0, 0, -1)), -1), THIRDS),
    ("tilt +12", "HFS", on_table("HFS", 12), EVEN, 12),
    ("tilt -20", "FFP", on_table("FFP", -20), UNEVEN, -20),
    ("oblique, few decimals", "HFS", free(turned((-2, 1, 1), -35, (1, 0, 0)), turned((-2, 1, 1), -35, (0, 1, 0))), EVEN, None, 4, 3),
]


def written(values, decimals):
    """Decimal strings of at most 16 bytes."""
    return [f"{round(value, decimals) + 0.0:.{decimals}f}".rstrip("0").rstrip(".") for value in values]


def painted(row, column, position):
    """Stored values of a slice: the function at the place the attributes, as written, give each pixel (PS3.3 C.7.6.2.1.1)."""
    row, column, position = ([float(text) for text in texts] for texts in (row, column, position))
    values = bytearray()
    for j in range(ROWS):
        for i in range(COLUMNS):
            place = [p + r * COLUMN_SPACING * i + c * ROW_SPACING * j for p, r, c in zip(position, row, column)]
            value = sum(g * p for g, p in zip(GRADIENT, place)) + OFFSET
            values += round((value - INTERCEPT) / SLOPE).to_bytes(2, "little", signed=True)
    return bytes(values)


def write(folder, number, name, patient_position, axes, ways, tilt=None, cosine_decimals=13, position_decimals=10):
    row, column, way = axes
    # Far from the origin, as tables are, and half way between no two tenths of a mm.
    first = (-212.637 + 7.3 * number, 140.3137 - 11.1 * number, -401.4161 + 13.7 * number)
    row_text, column_text = written(row, cosine_decimals), written(column, cosine_decimals)
    for k, mm in enumerate(ways):
        position = written(mix(first, 1, way, mm), position_decimals)
        meta = FileMetaDataset()
        meta.MediaStorageSOPClassUID, meta.TransferSyntaxUID = CT, ExplicitVRLittleEndian
        meta.MediaStorageSOPInstanceUID = f"2.25.{number + 1}.{k + 1}"
        # Neither the name of the file nor InstanceNumber or SliceLocation tells where a slice lies.
        path = os.path.join(folder, f"{(k * 5 + number) % 6}.dcm")
        image = FileDataset(path, {}, file_meta=meta, preamble=b"\0" * 128)
        image.is_little_endian, image.is_implicit_VR = True, False
        image.SOPClassUID, image.SOPInstanceUID = CT, meta.MediaStorageSOPInstanceUID
        image.StudyInstanceUID, image.SeriesInstanceUID, image.FrameOfReferenceUID = "2.25.99", f"2.25.{number + 1}", f"2.25.99.{number + 1}"
        image.Modality, image.PatientID, image.SeriesDescription, image.PatientPosition = "CT", "ORIENTATION", name, patient_position
        image.InstanceNumber, image.SliceLocation = (k * 7 + 3) % 6 + 1, str(100 - mm)
        if tilt is not None:
            image.GantryDetectorTilt = str(tilt)
        image.ImagePositionPatient, image.ImageOrientationPatient = position, row_text + column_text
        image.Rows, image.Columns, image.PixelSpacing = ROWS, COLUMNS, [str(ROW_SPACING), str(COLUMN_SPACING)]
        image.SamplesPerPixel, image.PhotometricInterpretation, image.PixelRepresentation = 1, "MONOCHROME2", 1
        image.BitsAllocated, image.BitsStored, image.HighBit = 16, 16, 15
        image.RescaleSlope, image.RescaleIntercept, image.RescaleType = str(SLOPE), str(INTERCEPT), "HU"
        image.WindowCenter, image.WindowWidth = "40", "400"
        image.PixelData = painted(row_text, column_text, position)
        image["PixelData"].VR = "OW"
        image.save_as(path)


def write_all(folder):
    """Writes every series; returns the folder of each by name."""
    folders = {}
    for number, case in enumerate(CASES):
        folders[case[0]] = os.path.join(folder, str(number))
        os.makedirs(folders[case[0]])
        write(folders[case[0]], number, *case)
    return folders


if __name__ == "__main__":
    print(write_all(sys.argv[1]))
