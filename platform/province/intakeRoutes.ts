import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { documentIdOf, sourceCommandOf } from '../../shared/fhir/identity.ts';
import { canonicalJson, digestText } from '../../shared/mdt/canonical.ts';
import { signedContent, type CaseRecord } from '../../shared/mdt/caseRecord.ts';
import { isSignatureValid } from '../../shared/mdt/signature.ts';
import type { ProvinceDocument } from '../../shared/platform/province.ts';
import { routes } from '../../shared/platform/routes/table.ts';
import { serveRoute } from '../http/serveRoute.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';

/** Takes documents in from another platform; there only where an operator agreed on a token (MDT_PROVINCE_INTAKE_TOKEN). */
export function addIntakeRoutes(app: FastifyInstance, store: PlatformStore, token: string | undefined): void {
  if (token === undefined || token === '') return;
  if (token.length < 20) throw new PlatformError('bad-setting', 'MDT_PROVINCE_INTAKE_TOKEN is shorter than 20 characters; openssl rand -hex 32 makes a good one.');
  const assertAgreed = ({ headers }: Pick<FastifyRequest, 'headers'>): void => {
    if (!isSame(headers.authorization ?? '', `Bearer ${token}`)) throw new PlatformError('unauthorized', 'The token is not the one agreed for this platform.');
  };
  serveRoute(app, store, routes.takeDocument, async ({ body: document, request, reply }) => {
    assertWhole(document);
    const { documentId, kind, record } = document;
    // What was sent is canonical; the same content has the same digest however it was written.
    const bodyJson = canonicalJson(request.body);
    const bodySha256 = sha256Of(bodyJson);
    const receivedAtMs = Date.now();
    const known = await store.transact(async (tx) => {
      await tx.lock([`intake/${documentId}`]);
      const before = await tx.province.takenIn(documentId);
      if (!before) await tx.province.takeIn({ documentId, kind, caseId: record.id, bodySha256, bodyJson, receivedAtMs });
      return before;
    });
    if (known && known.bodySha256 !== bodySha256) throw new PlatformError('already-exists', 'Another content was taken in under this document id.');
    void reply.code(known ? 200 : 201).header('location', `/v1/province/documents/${documentId}`);
    return { documentId, bodySha256, receivedAtMs: known?.receivedAtMs ?? receivedAtMs };
  }, undefined, assertAgreed);
}

const broken = (what: string): PlatformError => new PlatformError('integrity', `The document does not hold together: ${what}.`);

/** The id is that of the record, and what was signed is what is there. @throws {PlatformError} integrity */
function assertWhole({ documentId, kind, record: loose, reportPdf }: ProvinceDocument): void {
  const record = loose as unknown as CaseRecord;
  if (documentIdOf(kind, sourceCommandOf(kind, record) ?? '') !== documentId) throw broken('its id is not that of its record');
  if (kind === 'referral') return;
  const { frozen, report } = record;
  if (!frozen || !report) throw broken('the opinion is not signed and delivered');
  const digest = digestText(frozen.canonical);
  if (digest.sha256 !== frozen.sha256 || digest.sm3 !== frozen.sm3 || canonicalJson(signedContent(record)) !== frozen.canonical) throw broken('its content is not what was frozen');
  if (record.signatures.length === 0 || !record.signatures.every((signature) => isSignatureValid(record.id, signature, digest))) throw broken('a signature does not match');
  if (reportPdf !== null && createHash('sha256').update(Buffer.from(reportPdf, 'base64')).digest('hex') !== report.sha256) throw broken('the report is not the one that was delivered');
}

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
const isSame = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(sha256Of(a), 'hex'), Buffer.from(sha256Of(b), 'hex'));
