import type { FastifyInstance } from 'fastify';
import type { PlatformAuditRow } from '../../shared/platform/auditContract.ts';
import type { Role } from '../../shared/mdt/directory.ts';
import { routes } from '../../shared/platform/routes/table.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { serveRoute } from './serveRoute.ts';

const desk: readonly Role[] = ['chair', 'coordinator'];
/** Ends of one console's log; more than years of them. */
const mostAnchors = 5000;

/** Who read or changed a case here, and the ends of the consoles' own logs. */
export function addAuditRoutes(app: FastifyInstance, store: PlatformStore): void {
  serveRoute(app, store, routes.caseAudit, async ({ caller: { session, person }, query: { subject, before, limit } }) => {
    const isDesk = person.roles.some((role) => desk.includes(role));
    const mayAsk = (isDesk || person.roles.includes('administrator')) && (await store.streams.isVisible(subject, person.hospitalId));
    const seen = { atMs: Date.now(), personId: person.id, hospitalId: person.hospitalId, deviceId: session.deviceId, subject };
    if (!mayAsk) {
      await store.audit.append({ ...seen, action: 'refusal', detail: { type: 'audit.view', reason: 'not-permitted' } });
      throw new PlatformError('not-permitted', 'Who saw a case is told to chair, coordinator and administrator of a hospital that has a part in it; ask one of them.');
    }
    // One question, however many pages its answer has.
    if (before === undefined) await store.audit.append({ ...seen, action: 'auditRead', detail: {} });
    const rows: PlatformAuditRow[] = (await store.audit.ofSubject(subject, limit, before)).map(({ sequence, entry }) => ({ sequence, ...entry }));
    const older = rows.length === limit ? (rows[0]?.sequence ?? null) : null;
    // An administrator sees to the own hospital's people, and needs nothing of another's.
    return { rows: isDesk ? rows : rows.filter(({ hospitalId }) => hospitalId === person.hospitalId), older };
  });

  serveRoute(app, store, routes.anchor, async ({ caller: { session, person }, body: { seq, hash } }) => {
    await store.audit.append({ atMs: Date.now(), action: 'anchor', personId: person.id, hospitalId: person.hospitalId, deviceId: session.deviceId, subject: anchorOf(session.deviceId), detail: { seq, hash } });
    return {};
  });

  serveRoute(app, store, routes.anchors, async ({ caller: { session } }) => {
    const rows = await store.audit.ofSubject(anchorOf(session.deviceId), mostAnchors);
    return { anchors: rows.map(({ entry: { atMs, detail } }) => ({ seq: Number(detail['seq']), hash: String(detail['hash']), atMs })).toSorted((a, b) => a.seq - b.seq) };
  });
}

const anchorOf = (deviceId: string): string => `console ${deviceId}`;
