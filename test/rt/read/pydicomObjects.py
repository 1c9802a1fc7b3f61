"""Prints what pydicom reads of RT objects, as one JSON value: control points made dense here, doses scaled with numpy.

Arguments: files. Written for the tests beside it and on purpose unlike the readers they judge.
"""
import json
import sys
import warnings

import numpy
import pydicom

warnings.simplefilter('ignore')


def one(data_set, keyword):
    value = getattr(data_set, keyword, None)
    return None if value is None or value == '' else float(value)


def text(data_set, keyword):
    value = getattr(data_set, keyword, None)
    return None if value is None or str(value) == '' else str(value)


def many(data_set, keyword):
    value = getattr(data_set, keyword, None)
    if value is None or value == '':
        return None
    return [float(v) for v in (value if isinstance(value, (list, pydicom.multival.MultiValue)) else [value])]


SCALARS = ['CumulativeMetersetWeight', 'GantryAngle', 'BeamLimitingDeviceAngle', 'PatientSupportAngle', 'NominalBeamEnergy', 'DoseRateSet', 'SourceToSurfaceDistance',
           'TableTopVerticalPosition', 'TableTopLongitudinalPosition', 'TableTopLateralPosition']
WORDS = ['GantryRotationDirection', 'BeamLimitingDeviceRotationDirection', 'PatientSupportRotationDirection']


def control_points(beam):
    rows, state = [], {'devices': {}, 'wedges': {}, 'isocenter': None}
    for point in beam.ControlPointSequence:
        for key in SCALARS:
            if one(point, key) is not None:
                state[key] = one(point, key)
        for key in WORDS:
            if text(point, key) is not None:
                state[key] = text(point, key)
        if many(point, 'IsocenterPosition'):
            state['isocenter'] = many(point, 'IsocenterPosition')
        for device in getattr(point, 'BeamLimitingDevicePositionSequence', []):
            state['devices'] = {**state['devices'], str(device.RTBeamLimitingDeviceType): many(device, 'LeafJawPositions')}
        for wedge in getattr(point, 'WedgePositionSequence', []):
            state['wedges'] = {**state['wedges'], str(int(wedge.ReferencedWedgeNumber)): str(wedge.WedgePosition)}
        rows.append([state.get(key) for key in SCALARS] + [state.get(key) for key in WORDS] + [state['isocenter'], state['devices'], state['wedges']])
    return rows


def plan(ds):
    return {
        'beams': [{
            'number': int(b.BeamNumber), 'name': text(b, 'BeamName') or '', 'sad': one(b, 'SourceAxisDistance'), 'final': one(b, 'FinalCumulativeMetersetWeight'), 'machine': text(b, 'TreatmentMachineName'),
            'devices': [[str(d.RTBeamLimitingDeviceType), one(d, 'NumberOfLeafJawPairs'), many(d, 'LeafPositionBoundaries')] for d in getattr(b, 'BeamLimitingDeviceSequence', [])],
            'wedges': [[one(w, 'WedgeNumber'), text(w, 'WedgeID'), one(w, 'WedgeAngle'), one(w, 'WedgeOrientation'), one(w, 'WedgeFactor')] for w in getattr(b, 'WedgeSequence', [])],
            'blocks': [[one(k, 'BlockNumber'), text(k, 'BlockType'), many(k, 'BlockData')] for k in getattr(b, 'BlockSequence', [])],
            'setup': one(b, 'ReferencedPatientSetupNumber'), 'points': control_points(b),
        } for b in ds.BeamSequence],
        'groups': [[one(g, 'NumberOfFractionsPlanned'), [[int(r.ReferencedBeamNumber), one(r, 'BeamMeterset'), one(r, 'BeamDose'), many(r, 'BeamDoseSpecificationPoint')] for r in getattr(g, 'ReferencedBeamSequence', [])]]
                   for g in ds.FractionGroupSequence],
        'prescriptions': [[text(p, 'DoseReferenceType'), text(p, 'DoseReferenceStructureType'), one(p, 'TargetPrescriptionDose'), one(p, 'DeliveryMaximumDose'), one(p, 'ReferencedROINumber')]
                          for p in getattr(ds, 'DoseReferenceSequence', [])],
        'setups': [[one(s, 'PatientSetupNumber'), text(s, 'PatientPosition'), text(s, 'SetupTechnique')] for s in getattr(ds, 'PatientSetupSequence', [])],
    }


def dose(ds):
    values = ds.pixel_array.astype('float64') * float(ds.DoseGridScaling)
    row, column = numpy.array(ds.ImageOrientationPatient[:3], float), numpy.array(ds.ImageOrientationPatient[3:], float)
    offsets = numpy.array(ds.GridFrameOffsetVector, float)
    if offsets[0] != 0:
        offsets = offsets - offsets[0]
    probes = []
    for part in (0.21, 0.37, 0.5, 0.63, 0.84):
        k, j, i = (int(part * n) for n in values.shape)
        at = numpy.array(ds.ImagePositionPatient, float) + row * float(ds.PixelSpacing[1]) * i + column * float(ds.PixelSpacing[0]) * j + numpy.cross(row, column) * offsets[k]
        probes.append([list(at), values[k, j, i]])
    dvhs = []
    for d in getattr(ds, 'DVHSequence', []):
        pairs = numpy.array([float(v) for v in d.DVHData]).reshape(-1, 2)
        edges = numpy.concatenate([[0], numpy.cumsum(pairs[:, 0])]) * float(d.DVHDoseScaling)
        dvhs.append([int(d.DVHReferencedROISequence[0].ReferencedROINumber), list(edges), list(pairs[:, 1]) + [0], one(d, 'DVHMeanDose')])
    return {'shape': list(values.shape), 'sum': values.sum(), 'max': values.max(), 'probes': probes, 'dvhs': dvhs}


def structures(ds):
    contours = {int(c.ReferencedROINumber): getattr(c, 'ContourSequence', []) for c in ds.ROIContourSequence}
    rows = []
    for roi in ds.StructureSetROISequence:
        data = [[float(v) for v in c.ContourData] for c in contours.get(int(roi.ROINumber), [])]
        rows.append([int(roi.ROINumber), str(roi.ROIName), [len(d) // 3 for d in data], [sum(d) for d in data]])
    return rows


result = {}
for path in sys.argv[1:]:
    ds = pydicom.dcmread(path, force=True)
    if 'TransferSyntaxUID' not in ds.file_meta:
        ds.file_meta.TransferSyntaxUID = pydicom.uid.ImplicitVRLittleEndian
    result[path] = {'RTPLAN': plan, 'RTDOSE': dose, 'RTSTRUCT': structures}[ds.Modality](ds)
print(json.dumps(result))
