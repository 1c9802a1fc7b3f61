import { parseDataSet } from '../../dicom/dataSet.ts';
import { readRegistration as readMatrices } from '../../dicom/objects/registration.ts';
import { RtError } from '../../errors/appError.ts';
import { chainTransforms, invertTransform, rigidFromMatrix, type RigidTransform } from '../dose/rigidTransform.ts';
import { fileNotices, type RtNotice } from '../notices.ts';
import { asRtError } from './translateError.ts';

/** A spatial registration (PS3.3 C.20.2) as far as doses may be moved by it. */
export interface RigidRegistration {
  readonly sopInstanceUID: string;
  /** The frame everything is mapped into. */
  readonly frameOfReferenceUID: string;
  /** Matrix of each frame named, row by row, into the registered frame, and what the object calls it. */
  readonly frames: readonly { readonly frameOfReferenceUID: string; readonly type: string; readonly matrix: readonly number[] }[];
  readonly warnings: readonly RtNotice[];
}

/** Spatial Registration Storage (PS3.4 B.5). */
export const spatialRegistration = '1.2.840.10008.5.1.4.1.1.66.1';

/**
 * Reads a Spatial Registration object. Whether a matrix is rigid is judged when it is used ({@link transformBetween}).
 *
 * @throws {DicomError} not-dicom | truncated
 * @throws {RtError} unsupported (another class, deformable ones among them) | missing-attribute | broken-value
 */
export function readRegistration(bytes: Uint8Array): RigidRegistration {
  const dataSet = parseDataSet(bytes);
  return asRtError('registration', () => {
    const classUID = dataSet.text('SOPClassUID');
    if (classUID !== spatialRegistration) throw new RtError('unsupported', `SOP class ${classUID ?? '(absent)'} is no Spatial Registration; doses are moved by rigid registrations only.`);
    const { frames, warnings } = readMatrices(dataSet);
    return {
      sopInstanceUID: dataSet.requireText('SOPInstanceUID'),
      frameOfReferenceUID: dataSet.requireText('FrameOfReferenceUID'),
      frames: frames.flatMap(({ fromFrameOfReferenceUID, type, matrix }) => (fromFrameOfReferenceUID === null ? [] : [{ frameOfReferenceUID: fromFrameOfReferenceUID, type, matrix }])),
      warnings: fileNotices(warnings),
    };
  });
}

/**
 * How a registration carries points of one frame of reference into another.
 *
 * @throws {RtError} frame-of-reference-mismatch (it does not name both) | unsupported (not RIGID, by its word or its numbers) | broken-value
 */
export function transformBetween(registration: RigidRegistration, fromUID: string, toUID: string): RigidTransform {
  return chainTransforms(intoRegistered(registration, fromUID), invertTransform(intoRegistered(registration, toUID)));
}

const identity: RigidTransform = { rotation: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], shiftMm: [0, 0, 0] };

function intoRegistered({ sopInstanceUID, frameOfReferenceUID, frames }: RigidRegistration, frameUID: string): RigidTransform {
  const named = frames.filter((frame) => frame.frameOfReferenceUID === frameUID);
  const [frame] = named;
  if (frame === undefined) {
    if (frameUID === frameOfReferenceUID) return identity;
    const known = [frameOfReferenceUID, ...frames.map((other) => other.frameOfReferenceUID)].join(', ');
    throw new RtError('frame-of-reference-mismatch', `Registration ${sopInstanceUID} does not name the frame of reference ${frameUID}; it relates ${known}.`, { detail: { frameOfReferenceUID: frameUID } });
  }
  if (named.length > 1) throw new RtError('unsupported', `Registration ${sopInstanceUID} has ${named.length} matrices for the frame of reference ${frameUID}; which one holds is not known.`);
  if (frame.type !== 'RIGID') throw new RtError('unsupported', `Registration ${sopInstanceUID} is ${frame.type}; doses are moved by RIGID registrations only.`, { detail: { type: frame.type } });
  return rigidFromMatrix(frame.matrix);
}
