import { parseDataSet, type DataSet } from '../../../../shared/dicom/dataSet.ts';
import type { RemoteStudy } from '../../../../shared/ipc/channels.ts';
import { explainStatus } from '../failureReasons.ts';
import { dateRange, isAscii, namePattern } from '../nameQuery.ts';
import { networkError } from '../networkErrors.ts';
import { maxStudies, type FoundStudies, type StudyQuery } from '../nodeClient.ts';
import { wrapDataSet } from '../part10.ts';
import { encodeIdentifier, type Identifier, type QueryCharacterSet } from './identifier.ts';
import { CFindRequest } from './library.ts';
import { RawDataset } from './rawAssociation.ts';
import type { ScuAssociation } from './scuAssociation.ts';
import { implicitLittleEndian, service } from './syntaxes.ts';

const cancelledStatus = 0xfe00;
const notAuthorised = 0x0124;
const maxMatches = 100_000;

/** An object an archive lists; its kind where it says so. */
export interface ListedObject {
  readonly sopInstanceUID: string;
  readonly sopClassUID: string | null;
}

export interface ListedSeries {
  readonly seriesInstanceUID: string;
  readonly objects: readonly ListedObject[];
}

/**
 * Search for studies (C-FIND, study root). A name beyond ASCII is asked for in UTF-8 and, where nothing is found,
 * in GB18030: many archives compare bytes.
 */
export async function findStudies(association: ScuAssociation, name: string, query: StudyQuery): Promise<FoundStudies> {
  const keys: Identifier = {
    QueryRetrieveLevel: 'STUDY', StudyInstanceUID: '', PatientID: query.patientID ?? '', PatientName: query.patientName === null ? '' : namePattern(query.patientName), PatientBirthDate: '', PatientSex: '',
    StudyDate: dateRange(query.dateFrom, query.dateTo) ?? '', StudyDescription: '', AccessionNumber: query.accessionNumber ?? '', ModalitiesInStudy: query.modality ?? '', NumberOfStudyRelatedSeries: '', NumberOfStudyRelatedInstances: '',
  };
  let matches = await find(association, name, keys, 'ISO_IR 192', maxStudies);
  if (matches.length === 0 && !isAscii(Object.values(keys).join(''))) matches = await find(association, name, keys, 'GB18030', maxStudies);
  return { studies: matches.slice(0, maxStudies).map(toStudy), isTruncated: matches.length > maxStudies };
}

/** A search that finds nothing and costs nothing: for a study with a UID nobody gives. */
export async function findNothing(association: ScuAssociation, name: string): Promise<void> {
  await find(association, name, { QueryRetrieveLevel: 'STUDY', StudyInstanceUID: '2.25.0' }, 'ISO_IR 192', 1);
}

/** Series and objects of a study; an archive that answers no question below studies gives none. */
export async function listStudy(association: ScuAssociation, name: string, studyInstanceUID: string): Promise<ListedSeries[]> {
  const listed: ListedSeries[] = [];
  for (const series of await find(association, name, { QueryRetrieveLevel: 'SERIES', StudyInstanceUID: studyInstanceUID, SeriesInstanceUID: '' }, 'ISO_IR 192', maxMatches)) {
    const seriesInstanceUID = series.text('SeriesInstanceUID');
    if (seriesInstanceUID === null) continue;
    const keys: Identifier = { QueryRetrieveLevel: 'IMAGE', StudyInstanceUID: studyInstanceUID, SeriesInstanceUID: seriesInstanceUID, SOPInstanceUID: '', SOPClassUID: '' };
    const objects = (await find(association, name, keys, 'ISO_IR 192', maxMatches)).flatMap((object) => {
      const sopInstanceUID = object.text('SOPInstanceUID');
      return sopInstanceUID === null ? [] : [{ sopInstanceUID, sopClassUID: object.text('SOPClassUID') }];
    });
    listed.push({ seriesInstanceUID, objects });
  }
  return listed;
}

/** One search; one match more than `limit` says that there are more, and ends it. */
async function find(association: ScuAssociation, name: string, keys: Identifier, characterSet: QueryCharacterSet, limit: number): Promise<DataSet[]> {
  const request = new CFindRequest();
  request.setDataset(new RawDataset(encodeIdentifier(keys, characterSet), implicitLittleEndian));
  const matches: DataSet[] = [];
  const { status } = await association.perform(request, (dataSet) => {
    if (dataSet === null || matches.length > limit) return;
    matches.push(readIdentifier(dataSet));
    if (matches.length === limit + 1) association.cancel(request);
  });
  if (status === 0 || (status === cancelledStatus && matches.length > limit)) return matches;
  if (status === notAuthorised) throw networkError('unauthorized', 'forbidden', `${name} does not allow this console to search; ask its administrator for the right.`);
  throw networkError('refused', 'refused', `${name} ended the search: ${explainStatus(status)}.`);
}

/** A response's data set, read as the file it would be: text by its own SpecificCharacterSet. */
const readIdentifier = (dataSet: Uint8Array): DataSet =>
  parseDataSet(wrapDataSet({ sopClassUID: service.find, sopInstanceUID: '2.25.0', transferSyntaxUID: implicitLittleEndian }, dataSet));

const toStudy = (study: DataSet): RemoteStudy => ({
  studyInstanceUID: study.requireText('StudyInstanceUID'), patientID: study.text('PatientID'), patientName: study.text('PatientName'), birthDate: study.text('PatientBirthDate'), sex: study.text('PatientSex'),
  date: study.text('StudyDate'), description: study.text('StudyDescription'), accessionNumber: study.text('AccessionNumber'), modalities: study.texts('ModalitiesInStudy') ?? [],
  seriesCount: countOf(study, 'NumberOfStudyRelatedSeries'), instanceCount: countOf(study, 'NumberOfStudyRelatedInstances'),
});

/** Only to be shown: what is not a number is as good as absent. */
function countOf(study: DataSet, keyword: 'NumberOfStudyRelatedSeries' | 'NumberOfStudyRelatedInstances'): number | null {
  const count = Number(study.text(keyword) ?? Number.NaN);
  return Number.isInteger(count) ? count : null;
}
