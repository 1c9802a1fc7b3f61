import { figureText } from '../../shared/annotation/figureText.ts';
import type { AnnotationFigure, AnnotationKind } from '../../shared/annotation/types.ts';

/** Letters radiologists know in every language, before the figures that need them. */
const prefixes: Readonly<Partial<Record<AnnotationFigure['quantity'], string>>> = { shortAxis: '⊥', mean: 'x̄', standardDeviation: 'σ', minimum: 'min', maximum: 'max' };
/** Figures written on the picture; the list beside it has all of them. */
const onPicture: ReadonlySet<AnnotationFigure['quantity']> = new Set(['length', 'shortAxis', 'angle', 'area', 'mean', 'standardDeviation', 'minimum', 'maximum', 'value']);

/** Why a figure has no value, or what limits it, in the user's language. */
export type WhyWords = Readonly<Record<NonNullable<AnnotationFigure['why']>, string>>;

/**
 * Lines written beside an annotation: its lesion and words, then what it measures, then what limits that.
 *
 * @param why left out: limits are not written
 */
export function annotationLabel(kind: AnnotationKind, figures: readonly AnnotationFigure[], text: string, lesion: string | null, why?: WhyWords): readonly string[] {
  const named = [lesion, text].filter((part) => part !== null && part !== '').join(' ');
  const shown = figures.filter(({ quantity }) => onPicture.has(quantity));
  const written = shown.map((figure) => [prefixes[figure.quantity], figureText(figure)].filter(Boolean).join(' '));
  // Least and greatest value of a region share a line, so that the label hides less of the picture.
  const isRegion = kind === 'ellipse' || kind === 'rectangle' || kind === 'freehand';
  const lines = isRegion && written.length >= 5 ? [written[0] ?? '', `${written[1] ?? ''}  ${written[2] ?? ''}`, `${written[3] ?? ''}  ${written[4] ?? ''}`] : written;
  const limits = why === undefined ? [] : [...new Set(shown.flatMap((figure) => (figure.why === undefined ? [] : [why[figure.why]])))];
  return [...(named === '' ? [] : [named]), ...lines, ...limits.map((limit) => `(${limit})`)];
}
