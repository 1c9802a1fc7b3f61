import type { DataSet } from '../dataSet.ts';
import { readContentItem } from './contentItem.ts';
import type { ContentItem, ContentValue } from './contentItem.ts';
import type { Code } from './code.ts';

/** Who confirmed a report, and when. */
export interface VerifyingObserver {
  readonly name: string | null;
  /** As DICOM writes it, YYYYMMDDHHMMSS. */
  readonly dateTime: string | null;
}

/** A structured report (PS3.3 A.35): its standing and its content as a tree. */
export interface StructuredReport {
  readonly title: Code | null;
  /** COMPLETE or PARTIAL. */
  readonly completion: string | null;
  /** Only what says VERIFIED is verified. */
  readonly isVerified: boolean;
  readonly observers: readonly VerifyingObserver[];
  readonly contentDate: string | null;
  readonly contentTime: string | null;
  readonly root: ContentItem;
  readonly warnings: readonly string[];
}

/**
 * Reads a structured report; a key object selection is one too.
 *
 * @throws {DicomError} broken-value where a coordinate or frame number is none
 */
export function readStructuredReport(dataSet: DataSet): StructuredReport {
  const root = readContentItem(dataSet);
  return {
    title: root.concept,
    completion: dataSet.text('CompletionFlag'),
    isVerified: dataSet.text('VerificationFlag') === 'VERIFIED',
    observers: dataSet.items('VerifyingObserverSequence').map((item) => ({ name: item.text('VerifyingObserverName'), dateTime: item.text('VerificationDateTime') })),
    contentDate: dataSet.text('ContentDate'),
    contentTime: dataSet.text('ContentTime'),
    root,
    warnings: [...dataSet.warnings],
  };
}

/** The tree as lines of text, two spaces for each level: relationship, concept and value as far as they are given. */
export function treeText(root: ContentItem): string {
  const lines: string[] = [];
  const visit = (item: ContentItem, depth: number): void => {
    const relationship = item.relationship === null ? '' : `${item.relationship.toLowerCase()} `;
    const concept = item.concept?.meaning ?? '';
    const value = valueText(item.value);
    lines.push(`${'  '.repeat(depth)}${relationship}${concept}${concept !== '' && value !== '' ? ': ' : ''}${value}`.trimEnd());
    for (const child of item.children) visit(child, depth + 1);
  };
  visit(root, 0);
  return lines.join('\n');
}

/** One value as a person reads it; empty for a container. */
export function valueText(value: ContentValue): string {
  switch (value.type) {
    case 'CONTAINER':
      return '';
    case 'CODE':
      return value.code?.meaning ?? '';
    case 'NUM':
      return value.text === '' ? (value.qualifier?.meaning ?? '') : `${value.text} ${value.unit?.meaning ?? ''}`.trimEnd();
    case 'IMAGE':
    case 'COMPOSITE':
    case 'WAVEFORM': {
      const frames = value.reference?.frames ?? [];
      return `${value.type.toLowerCase()} ${value.reference?.sopInstanceUID ?? ''}${frames.length === 0 ? '' : ` frames ${frames.join(', ')}`}`;
    }
    case 'SCOORD':
    case 'SCOORD3D':
      return `${value.graphicType} ${value.points.join(', ')}`;
    case 'TCOORD':
      return [value.rangeType, ...value.samples, ...value.offsets, ...value.dateTimes].join(' ');
    case 'REFERENCE':
      return `see ${value.place}`;
    case 'OTHER':
      return value.valueType;
    default:
      return value.text;
  }
}
