import { describe, expect, test } from 'vitest';
import type { Vector3 } from '../../../shared/geometry/vector.ts';
import { chainTransforms, invertTransform, movePoint, rigidFromMatrix } from '../../../shared/rt/dose/rigidTransform.ts';
import { readRegistration, transformBetween } from '../../../shared/rt/read/readRegistration.ts';
import { fileBytes, type ElementsByKeyword } from '../../dicom/elementBytes.ts';

const step = (matrix: string, type = 'RIGID') => ({ MatrixRegistrationSequence: [{ MatrixSequence: [{ FrameOfReferenceTransformationMatrix: matrix, FrameOfReferenceTransformationMatrixType: type }] }] });
const quarterTurn = String.raw`0\-1\0\10\1\0\0\20\0\0\1\30\0\0\0\1`;
const unit = String.raw`1\0\0\0\0\1\0\0\0\0\1\0\0\0\0\1`;
const registrationOf = (frames: ElementsByKeyword[], elements: ElementsByKeyword = {}) =>
  readRegistration(fileBytes({ SOPInstanceUID: '1.2.3', StudyInstanceUID: '1.2', SeriesInstanceUID: '1.2.1', SOPClassUID: '1.2.840.10008.5.1.4.1.1.66.1', Modality: 'REG', FrameOfReferenceUID: '9.1', RegistrationSequence: frames, ...elements }));

describe('transformBetween', () => {
  test('goes into the registered frame by the matrix, back by its inverse, and between two named frames through it', () => {
    const registration = registrationOf([{ FrameOfReferenceUID: '9.2', ...step(quarterTurn) }, { FrameOfReferenceUID: '9.1', ...step(unit) }, { FrameOfReferenceUID: '9.3', ...step(String.raw`1\0\0\5\0\1\0\0\0\0\1\0\0\0\0\1`) }]);
    expect(movePoint(transformBetween(registration, '9.2', '9.1'), [1, 2, 3])).toEqual([8, 21, 33]);
    const back = movePoint(transformBetween(registration, '9.1', '9.2'), [8, 21, 33]);
    for (const [n, wanted] of [1, 2, 3].entries()) expect(back[n]).toBeCloseTo(wanted, 12);
    expect(movePoint(transformBetween(registration, '9.2', '9.3'), [1, 2, 3])).toEqual([3, 21, 33]);
  });

  test('refuses frames it does not name, and what is not RIGID by word or by numbers', () => {
    const frames = [{ FrameOfReferenceUID: '9.2', ...step(quarterTurn, 'AFFINE') }, { FrameOfReferenceUID: '9.3', ...step(String.raw`2\0\0\0\0\1\0\0\0\0\1\0\0\0\0\1`) }];
    const registration = registrationOf(frames);
    expect(() => transformBetween(registration, '9.7', '9.1')).toThrow(expect.objectContaining({ reason: 'frame-of-reference-mismatch' }));
    expect(() => transformBetween(registration, '9.2', '9.1')).toThrow(expect.objectContaining({ reason: 'unsupported', message: expect.stringContaining('AFFINE') }));
    expect(() => transformBetween(registration, '9.3', '9.1')).toThrow(/scales, shears or mirrors/u);
  });

  test('other objects are no registration', () => {
    expect(() => registrationOf([], { SOPClassUID: '1.2.840.10008.5.1.4.1.1.481.2' })).toThrow(expect.objectContaining({ code: 'rt', reason: 'unsupported' }));
  });
});

describe('rigidFromMatrix', () => {
  test('takes the rounding of four digits out of the rotation', () => {
    const [c, s] = [0.8776, 0.4794];
    const { rotation } = rigidFromMatrix([c, -s, 0, 0, s, c, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    const [x] = rotation;
    expect(Math.hypot(...x)).toBeCloseTo(1, 14);
    expect(Math.atan2(-x[1], x[0])).toBeCloseTo(Math.atan2(s, c), 12);
  });

  test('refuses mirrors and broken matrices', () => {
    expect(() => rigidFromMatrix([-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])).toThrow(/mirrors/u);
    expect(() => rigidFromMatrix([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1])).toThrow(/0 0 0 1/u);
  });

  test('chain and inverse undo each other', () => {
    const transform = rigidFromMatrix([0.36, -0.8, -0.48, 7, 0.48, 0.6, -0.64, -3, 0.8, 0, 0.6, 11, 0, 0, 0, 1]);
    const point: Vector3 = [12, -34, 56];
    const there = movePoint(chainTransforms(transform, invertTransform(transform)), point);
    for (const [n, wanted] of point.entries()) expect(there[n]).toBeCloseTo(wanted, 10);
    const twice = movePoint(chainTransforms(transform, transform), point);
    for (const [n, wanted] of movePoint(transform, movePoint(transform, point)).entries()) expect(twice[n]).toBeCloseTo(wanted, 10);
  });
});
