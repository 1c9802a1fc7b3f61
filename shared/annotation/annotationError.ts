import { AppError } from '../errors/appError.ts';

/** Marks and measurements. */
export class AnnotationError extends AppError {
  constructor(reason: 'incomplete' | 'wrong-points' | 'other-frame-of-reference' | 'other-space' | 'suv-refused', message: string, detail: Readonly<Record<string, string | number>> = {}) {
    super('annotation', reason, message, { detail });
  }
}

export const wrongPoints = (kind: string, count: number, wanted: string): AnnotationError => new AnnotationError('wrong-points', `An annotation of kind ${kind} has ${count} points; it needs ${wanted}.`, { kind, count });

export const incomplete = (kind: string, count: number): AnnotationError => new AnnotationError('incomplete', `The ${kind} is not drawn to its end or has no extent; it has ${count} points. Add points before finishing it.`, { kind, count });
