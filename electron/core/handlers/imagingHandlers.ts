import { buildReferenceChain } from '../../../shared/dicom/referenceChain.ts';
import { completeHeader } from '../../../shared/dicom/storedHeader.ts';
import type { InstanceHeader } from '../../../shared/dicom/types.ts';
import { StoreError } from '../../../shared/errors/appError.ts';
import type { StoredInstance } from '../../../shared/ipc/channels.ts';
import type { ManifestEntry } from '../../../shared/mdt/command.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import { addObjects } from '../addObjects.ts';
import { caseWithBlob, getCase } from '../commands/caseView.ts';
import { ViewAudit } from '../commands/viewAudit.ts';
import type { CoreParts, Handlers } from '../coreParts.ts';
import { listInstances, localBlobs } from '../store/imaging.ts';
import { readBlob } from '../readBlob.ts';
import { seriesHeads } from './seriesHeads.ts';

/** Import, headers of a case and bytes of its objects. */
export function imagingHandlers(parts: CoreParts): Handlers {
  const { context, session, store, imports } = parts;
  const views = new ViewAudit(store.db);
  let lastCaseId: string | null = null;
  // A report names patients: it is for those who may see the case, not for whoever sits at this console next.
  const assertOwnImport = (person: Person, importId: string): void => void getCase(context, person, imports.report(importId).caseId);
  return {
    'import.start': (request) => {
      imports.start(session.require(), request);
      return {};
    },
    'import.resume': ({ importId }) => {
      const person = session.require();
      assertOwnImport(person, importId);
      imports.resume(person, importId);
      return {};
    },
    'import.cancel': ({ importId }) => {
      const person = session.require();
      assertOwnImport(person, importId);
      imports.cancel(importId);
      return {};
    },
    'import.report': ({ importId }) => {
      const person = session.require();
      assertOwnImport(person, importId);
      return imports.report(importId);
    },
    'import.list': ({ caseId }) => {
      getCase(context, session.require(), caseId);
      // The page that asks is the one from which an import begins.
      imports.prepare();
      return { imports: imports.list(caseId) };
    },
    'imaging.get': ({ caseId }) => {
      const record = getCase(context, session.require(), caseId);
      parts.sync.transfers.open(caseId, record.imaging.map(({ sha256 }) => sha256));
      const local = localBlobs(store.db);
      const indexed = listInstances(store.db, caseId);
      const known = new Set(indexed.map((instance) => instance.header.sopInstanceUID));
      const instances: StoredInstance[] = indexed.map(({ header: { references: _references, ...header }, sha256, byteLength }) => ({ header, sha256, byteLength, isPresent: local.has(sha256) }));
      const awaited = record.imaging.filter((entry) => !known.has(entry.sopInstanceUID));
      instances.push(...awaited.map((entry) => ({ header: headerOfEntry(entry), sha256: entry.sha256, byteLength: entry.byteLength, isPresent: false })));
      return { instances, chain: buildReferenceChain(indexed.map((instance) => instance.header)) };
    },
    'imaging.heads': async ({ caseId, seriesInstanceUID }) => {
      const person = session.require();
      getCase(context, person, caseId);
      const heads = await seriesHeads(parts, caseId, seriesInstanceUID);
      // Whoever reads a series begins with its heads; the bytes of its slices follow without an entry of their own.
      if (heads.length > 0) views.view(person, 'imaging.view', seriesInstanceUID, caseId);
      return { heads };
    },
    'imaging.add': async ({ caseId, objects }) => ({ added: await addObjects(context, session.requireClinical(), caseId, objects) }),
    'blob.read': async ({ sha256 }) => {
      const person = session.require();
      const found = caseWithBlob(context, person, sha256, lastCaseId);
      if (found === null) throw new StoreError('not-found', 'No case on this console has this object.', { detail: { sha256 } });
      lastCaseId = found;
      // Reports, attachments and pictures have no series that is opened first.
      views.view(person, 'object.read', found);
      return { bytes: await readBlob(parts, sha256, found) };
    },
  };
}

/** What the manifest says of an object that has not arrived. */
const headerOfEntry = (entry: ManifestEntry): Omit<InstanceHeader, 'references'> =>
  completeHeader({ sopInstanceUID: entry.sopInstanceUID, sopClassUID: entry.sopClassUID, modality: entry.modality, transferSyntaxUID: '', studyInstanceUID: '', seriesInstanceUID: entry.seriesInstanceUID });
