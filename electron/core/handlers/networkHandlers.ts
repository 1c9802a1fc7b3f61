import { getCase } from '../commands/caseView.ts';
import type { CoreParts, Handlers } from '../coreParts.ts';
import { readBlob } from '../readBlob.ts';
import { appendAudit } from '../store/audit.ts';
import { listInstances } from '../store/imaging.ts';

/** The same person looking into the inbox again within this time is one view. */
const viewAgainMs = 5 * 60_000;

/** Nodes, searches and transfers, and what other systems sent; nodes for a person who is signed in, patients for one who treats them. */
export function networkHandlers(parts: CoreParts): Handlers {
  const { context, network, session, store } = parts;
  const viewedAtMs = new Map<string, number>();
  return {
    'network.nodes': () => {
      session.require();
      return { nodes: network.nodes, local: network.local };
    },
    'network.saveNode': ({ node, password }) => {
      network.saveNode(session.require(), node, password);
      return {};
    },
    'network.removeNode': ({ nodeId }) => {
      network.removeNode(session.require(), nodeId);
      return {};
    },
    'network.saveLocal': (local) => network.saveLocal(session.require(), local),
    'network.test': async ({ node, password }) => {
      session.require();
      return { steps: await network.test(node, password) };
    },
    'network.find': async ({ nodeId, query }) => {
      const { studies, isTruncated } = await network.find(session.requireClinical(), nodeId, query);
      return { studies: [...studies], isTruncated };
    },
    'network.send': ({ sendId, nodeId, caseId, seriesInstanceUIDs }) => {
      const person = session.requireClinical();
      const record = getCase(context, person, caseId);
      const isWanted = (seriesInstanceUID: string): boolean => seriesInstanceUIDs === null || seriesInstanceUIDs.includes(seriesInstanceUID);
      const indexed = listInstances(store.db, caseId);
      const here = new Set(indexed.map(({ header }) => header.sopInstanceUID));
      const absent = record.imaging.filter((entry) => !here.has(entry.sopInstanceUID) && isWanted(entry.seriesInstanceUID)).map((entry) => entry.sopInstanceUID);
      const items = indexed.filter(({ header }) => isWanted(header.seriesInstanceUID)).map(({ header: { sopInstanceUID, sopClassUID, transferSyntaxUID }, sha256 }) => ({
        sopInstanceUID, sopClassUID, transferSyntaxUID, read: () => readBlob(parts, sha256),
      }));
      network.send(person, { sendId, nodeId, caseId }, items, absent);
      return {};
    },
    'network.cancelSend': ({ sendId }) => {
      session.require();
      network.cancelSend(sendId);
      return {};
    },
    'inbox.list': () => {
      const person = session.requireClinical();
      const nowMs = Date.now();
      if (nowMs - (viewedAtMs.get(person.id) ?? 0) >= viewAgainMs) {
        viewedAtMs.set(person.id, nowMs);
        appendAudit(store.db, { atMs: nowMs, personId: person.id, action: 'inbox.list', subject: person.hospitalId });
      }
      return { studies: network.inbox };
    },
    'inbox.discard': ({ studyInstanceUID }) => {
      network.discard(session.requireClinical(), studyInstanceUID);
      return {};
    },
  };
}
