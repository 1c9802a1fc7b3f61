import { isAscii, matchesPattern, namePattern } from './nameQuery.ts';
import type { FoundStudies, NodeClient, StudyQuery } from './nodeClient.ts';

/**
 * Searches a node. Some archives compare no other text than ASCII, so a Chinese name that finds nothing is looked for
 * here among what the other criteria find; `isTruncated` then says that there was more than could be looked through.
 */
export async function searchStudies(client: NodeClient, query: StudyQuery, signal: AbortSignal): Promise<FoundStudies> {
  const found = await client.find(query, signal);
  const { patientName } = query;
  if (found.studies.length > 0 || patientName === null || isAscii(patientName)) return found;
  const all = await client.find({ ...query, patientName: null }, signal);
  const pattern = namePattern(patientName);
  return { studies: all.studies.filter((study) => study.patientName !== null && matchesPattern(study.patientName, pattern)), isTruncated: all.isTruncated };
}
