import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readStructuredReport, treeText } from '../../shared/dicom/objects/structuredReport.ts';
import { fetchFrom } from '../study/fetchFiles.ts';
import { blobBaseUrl } from '../study/openStudy.ts';

const fetchBlob = fetchFrom(blobBaseUrl);

/**
 * Text of a structured report or key object selection as indented lines.
 *
 * @throws {StoreError} not-found while its bytes are not here
 * @throws {DicomError} broken-value where the tree is broken
 */
export async function readDocument(sha256: string): Promise<string> {
  const bytes = await fetchBlob({ sha256, name: 'the document' }, new AbortController().signal);
  return treeText(readStructuredReport(parseDataSet(bytes)).root);
}
