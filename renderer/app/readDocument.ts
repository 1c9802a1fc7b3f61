import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readStructuredReport, type StructuredReport } from '../../shared/dicom/objects/structuredReport.ts';
import { fetchFrom } from '../study/fetchFiles.ts';
import { blobBaseUrl } from '../study/openStudy.ts';

const fetchBlob = fetchFrom(blobBaseUrl);

/**
 * Reads a stored structured report or key object selection.
 *
 * @throws {StoreError} not-found while its bytes are not here
 * @throws {DicomError} broken-value where the tree is broken
 */
export async function readDocument(sha256: string): Promise<StructuredReport> {
  const bytes = await fetchBlob({ sha256, name: 'the document' }, new AbortController().signal);
  return readStructuredReport(parseDataSet(bytes));
}
