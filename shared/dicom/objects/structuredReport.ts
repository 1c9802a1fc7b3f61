import type { DataSet } from '../dataSet.ts';
import { readContentItem } from './contentItem.ts';
import type { ContentItem } from './contentItem.ts';
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
