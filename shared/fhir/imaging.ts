import type { ManifestEntry } from '../mdt/command.ts';
import { type Draft } from './context.ts';
import { requestId } from './request.ts';
import { referenceTo, systems, uriSystem, urnOf } from './identity.ts';
import { patientReference } from './patient.ts';
import { codingOf, type JsonObject, type Resource } from './resource.ts';

/** A DICOM unique identifier (PS3.5 chapter 9). */
const uidPattern = /^(0|[1-9]\d*)(\.(0|[1-9]\d*))+$/;
const isUid = (text: string): boolean => text.length <= 64 && uidPattern.test(text);

/**
 * The objects of the case from its manifest. The manifest knows no StudyInstanceUID, so that the case stands for the
 * study. Objects whose UIDs DICOM does not allow are counted in a note, because FHIR has no place for such a UID.
 */
export function imagingStudyOf(draft: Draft): Resource {
  const { record } = draft;
  const named = record.imaging.filter((entry) => isUid(entry.sopInstanceUID) && isUid(entry.seriesInstanceUID) && isUid(entry.sopClassUID));
  const series = new Map<string, ManifestEntry[]>();
  for (const entry of named) {
    const entries = series.get(entry.seriesInstanceUID);
    if (entries) entries.push(entry);
    else series.set(entry.seriesInstanceUID, [entry]);
  }
  const unnamed = record.imaging.length - named.length;
  return {
    resourceType: 'ImagingStudy', id: draft.own('ImagingStudy'), identifier: [{ system: uriSystem, value: urnOf(draft.own('ImagingStudy')) }], status: 'available',
    modality: [...new Set(named.map(({ modality }) => modality))].filter(isModality).sort().map(modalityOf), subject: patientReference(draft), basedOn: [referenceTo(requestId(draft))],
    numberOfSeries: series.size, numberOfInstances: named.length, series: [...series].map(([uid, entries]) => seriesOf(uid, entries)),
    note: unnamed === 0 ? [] : [{ text: `另有 ${unnamed} 个对象的 UID 不符合 DICOM 规定，未列出。` }],
  };
}

const isModality = (modality: string): boolean => /^[A-Z0-9]{1,16}$/.test(modality);
const modalityOf = (modality: string): JsonObject => codingOf(systems.dicom, isModality(modality) ? modality : 'OT');

const seriesOf = (uid: string, entries: readonly ManifestEntry[]): JsonObject => ({
  uid, modality: modalityOf(entries[0]?.modality ?? 'OT'), numberOfInstances: entries.length,
  instance: entries.map(({ sopInstanceUID, sopClassUID }) => ({ uid: sopInstanceUID, sopClass: { system: uriSystem, code: `urn:oid:${sopClassUID}` } })),
});
