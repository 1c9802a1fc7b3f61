import type { RemoteStudy } from '../../../../shared/ipc/channels.ts';
import { dateRange, namePattern } from '../nameQuery.ts';
import { maxStudies, type FoundStudies, type StudyQuery } from '../nodeClient.ts';
import { jsonInteger, jsonPersonName, jsonTag, jsonText, jsonTexts, type JsonDataSet } from './dicomJson.ts';
import type { WebClient } from './webClient.ts';

const pageSize = 100;
const maxInstances = 100_000;
const studyTag = '0020000D';
const seriesTag = '0020000E';
const instanceTag = '00080018';
/** What a server need not return unless asked (PS3.18 table 10.6.1-5 lists the others). */
const wanted = ['00081030', '00080061', '00201206', '00201208'];

/** An instance a server lists. */
export interface ListedInstance {
  readonly seriesInstanceUID: string;
  readonly sopInstanceUID: string;
}

/** Search for studies (QIDO-RS), page by page up to {@link maxStudies}. */
export async function findStudies(client: WebClient, query: StudyQuery, signal: AbortSignal): Promise<FoundStudies> {
  const parameters = new URLSearchParams(
    Object.entries({
      PatientID: query.patientID, PatientName: query.patientName === null ? null : namePattern(query.patientName), AccessionNumber: query.accessionNumber,
      StudyDate: dateRange(query.dateFrom, query.dateTo), ModalitiesInStudy: query.modality,
    }).flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]])),
  );
  parameters.set('fuzzymatching', 'false');
  for (const tag of wanted) parameters.append('includefield', tag);
  const found = await readPages(client, '/studies', parameters, studyTag, maxStudies, signal);
  return { studies: found.slice(0, maxStudies).map(toStudy), isTruncated: found.length > maxStudies };
}

/** All instances of a study, in the order the server lists them. */
export async function listInstances(client: WebClient, studyInstanceUID: string, signal: AbortSignal): Promise<readonly ListedInstance[]> {
  const parameters = new URLSearchParams([['includefield', seriesTag]]);
  const found = await readPages(client, `/studies/${studyInstanceUID}/instances`, parameters, instanceTag, maxInstances, signal);
  return found.map((instance) => ({ seriesInstanceUID: jsonText(instance, seriesTag) ?? '', sopInstanceUID: jsonText(instance, instanceTag) ?? '' }));
}

/** Pages until one brings nothing new: a server may cut pages short, or not know `offset` and repeat the first. */
async function readPages(client: WebClient, path: string, parameters: URLSearchParams, keyTag: string, limit: number, signal: AbortSignal): Promise<JsonDataSet[]> {
  const found = new Map<string, JsonDataSet>();
  while (found.size <= limit) {
    const page = new URLSearchParams(parameters);
    page.set('limit', String(pageSize));
    page.set('offset', String(found.size));
    const before = found.size;
    for (const dataSet of await client.askJson(`${path}?${page}`, signal)) {
      const key = jsonText(dataSet, keyTag);
      if (key === null) throw client.notDicomWeb();
      if (!found.has(key)) found.set(key, dataSet);
    }
    if (found.size === before) break;
  }
  return [...found.values()];
}

const toStudy = (study: JsonDataSet): RemoteStudy => ({
  studyInstanceUID: jsonText(study, studyTag) ?? '', patientID: jsonText(study, jsonTag('PatientID')), patientName: jsonPersonName(study, jsonTag('PatientName')), birthDate: jsonText(study, jsonTag('PatientBirthDate')),
  sex: jsonText(study, jsonTag('PatientSex')), date: jsonText(study, jsonTag('StudyDate')), description: jsonText(study, jsonTag('StudyDescription')), accessionNumber: jsonText(study, '00080050'),
  modalities: jsonTexts(study, '00080061').flatMap((text) => text.split('\\')), seriesCount: jsonInteger(study, '00201206'), instanceCount: jsonInteger(study, '00201208'),
});
