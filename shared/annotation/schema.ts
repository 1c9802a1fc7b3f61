import { z } from 'zod';
import { length } from '../geometry/vector.ts';
import { isInPlane } from './showing.ts';
import { mostPoints, pointCounts } from './points.ts';
import { annotationKinds } from './types.ts';
import type { Annotation } from './types.ts';

/** No coordinate is further away, mm: a hundred metres. */
const furthestMm = 100_000;

/** Points of one annotation lie in one plane but for rounding in files (decimal strings, float32), mm. */
const planeToleranceMm = 0.1;

const coordinate = z.number().min(-furthestMm).max(furthestMm);
const point = z.tuple([coordinate, coordinate, coordinate]);
const direction = z.number().min(-1.001).max(1.001);
const unitVector = z.tuple([direction, direction, direction]).refine((vector) => Math.abs(length(vector) - 1) < 1e-3, { message: 'not a unit vector' });
const uid = z.string().min(1).max(80);
const frame = z.number().int().min(0).max(1_000_000);
const spacingMm = z.number().min(1e-6).max(1000);
const finite = z.number().finite();

const placeSchema = z.discriminatedUnion('space', [
  z.strictObject({ space: z.literal('patient'), frameOfReferenceUID: uid, normal: unitVector, volumeId: uid, sopInstanceUID: uid.nullable(), frame }),
  z.strictObject({ space: z.literal('image'), seriesInstanceUID: uid, sopInstanceUID: uid, frame, columnSpacingMm: spacingMm, rowSpacingMm: spacingMm, isCalibrated: z.boolean() }),
]);

const figureSchema = z.strictObject({
  quantity: z.enum(['length', 'shortAxis', 'angle', 'area', 'mean', 'standardDeviation', 'minimum', 'maximum', 'value', 'perimeter', 'pixels']),
  value: finite.nullable(),
  unit: z.string().min(1).max(64),
  why: z.enum(['not-calibrated', 'outside', 'padding', 'loading', 'too-small']).exactOptional(),
});

/** An annotation from outside: storage, or another console. Everything is bounded, nothing unknown is taken. */
export const annotationSchema: z.ZodType<Annotation> = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(annotationKinds),
    place: placeSchema,
    points: z.array(point).min(1).max(mostPoints),
    text: z.string().max(2000),
    lesion: z.strictObject({ name: z.string().min(1).max(64), trackingUID: uid }).nullable(),
    figures: z.array(figureSchema).max(16),
    studyDate: z.string().regex(/^\d{8}$/).nullable(),
    author: z.string().max(200),
    atMs: z.number().int().min(0),
    savedIn: uid.nullable(),
  })
  .superRefine(({ kind, place, points }, context) => {
    const { least, most } = pointCounts[kind];
    if (points.length < least || points.length > most) context.addIssue({ code: 'custom', path: ['points'], message: `${kind} has ${points.length} points` });
    const [first] = points;
    const isFlat = place.space === 'image' ? points.every((at) => at[2] === 0) : first !== undefined && isInPlane({ place, points }, place.normal, first, planeToleranceMm);
    if (!isFlat) context.addIssue({ code: 'custom', path: ['points'], message: 'points are not in one plane' });
  });

/** Most annotations that are taken at once. */
const mostAnnotations = 5000;

export const annotationsSchema: z.ZodType<readonly Annotation[]> = z.array(annotationSchema).max(mostAnnotations);
