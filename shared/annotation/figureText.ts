import type { AnnotationFigure } from './types.ts';

/** Areas from this on are told in cm²: what would be 100.0 mm². */
const cm2FromMm2 = 99.95;

/**
 * A figure as shown in every language: mm, degrees and mm² with one decimal, cm² (from 100 mm² on) and SUV with two, HU,
 * Bq/ml and counts of pixels whole; other units with three significant digits. A dash stands for what cannot be said.
 */
export function figureText({ quantity, value, unit }: Pick<AnnotationFigure, 'quantity' | 'value' | 'unit'>): string {
  if (value === null || !Number.isFinite(value)) return '–';
  switch (unit) {
    case 'mm':
      return `${fixed(value, 1)} mm`;
    case 'deg':
      return `${fixed(value, 1)}°`;
    case 'mm2':
      return value < cm2FromMm2 ? `${fixed(value, 1)} mm²` : `${fixed(value / 100, 2)} cm²`;
    case "[hnsf'U]":
      return `${fixed(value, 0)} HU`;
    case '{SUVbw}g/ml':
      return `${fixed(value, 2)} SUV`;
    case 'Bq/ml':
      return `${fixed(value, 0)} Bq/ml`;
    case '{pixels}':
      return `${fixed(value, quantity === 'pixels' ? 0 : 1)} px`;
    case '1':
      return significant(value);
    default:
      return `${significant(value)} ${unit.replaceAll(/[{}]/g, '')}`;
  }
}

/** A length in mm as {@link figureText} shows it: in tenths. */
export const shownMm = (valueMm: number): number => Number(fixed(valueMm, 1));

/** Without the minus sign that is left of a rounded nothing. */
const fixed = (value: number, decimals: number): string => value.toFixed(decimals).replace(/^-(0(?:\.0+)?)$/, '$1');

/** Three digits that count, but no whole digit is rounded away. */
const significant = (value: number): string => (value === 0 ? '0' : Math.abs(value) >= 100 ? fixed(value, 0) : value.toPrecision(3));
