import type { AnnotationKind } from '../../shared/annotation/types.ts';

/** What the left mouse button does. */
export type ToolName = 'crosshair' | 'scroll' | 'window' | 'zoom' | 'pan' | 'select' | AnnotationKind;

export const toolNames: readonly ToolName[] = ['crosshair', 'scroll', 'window', 'zoom', 'pan', 'select', 'length', 'angle', 'cobb', 'bidirectional', 'ellipse', 'rectangle', 'freehand', 'probe', 'arrow'];
