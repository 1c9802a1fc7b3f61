import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { frameOf, packAnswerSchema, packContentType, type PackAnswer } from '../../../shared/blob/pack.ts';
import { AppError, StoreError } from '../../../shared/errors/appError.ts';
import { markNotLocal } from '../store/imaging.ts';
import type { Transfer } from './blobPlan.ts';
import type { TransferParts } from './transferParts.ts';
import { paced, platformFailure } from './uploadBlob.ts';

const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };

/**
 * Sends small blobs in one request; what the platform refuses, or cannot be read here, keeps none of the others back.
 * @returns the ones the platform has on its disk now, and the first thing that went wrong
 * @throws {SyncError} unreachable | unauthorized | refused
 */
export async function uploadPack(parts: TransferParts, transfers: readonly Transfer[]): Promise<{ readonly sent: readonly Transfer[]; readonly failure: AppError | null }> {
  const { objects, failure } = await readAll(parts, transfers);
  if (objects.length === 0) return { sent: [], failure };
  const answer = await post(parts, objects.flatMap(({ transfer: { sha256, caseId, byteLength }, bytes }) => [frameOf({ sha256, caseId, byteLength }), bytes]));
  const kept = new Set(answer.kept);
  const refused = answer.refused[0];
  return { sent: transfers.filter(({ sha256 }) => kept.has(sha256)), failure: failure ?? (refused ? platformFailure(parts.client, 409, new Error(refused.message), '') : null) };
}

async function readAll({ store }: TransferParts, transfers: readonly Transfer[]) {
  const objects: { readonly transfer: Transfer; readonly bytes: Uint8Array }[] = [];
  let failure: AppError | null = null;
  for (const transfer of transfers) {
    try {
      objects.push({ transfer, bytes: await store.blobs.read(transfer.sha256) });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      markNotLocal(store.db, transfer.sha256);
      failure ??= error;
    }
  }
  return { objects, failure };
}

async function post({ client, token, bandwidth, stop }: TransferParts, pieces: readonly Uint8Array[]): Promise<PackAnswer> {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const url = new URL('/v1/blobs/pack', client.address);
  const isSecure = url.protocol === 'https:';
  const options = { method: 'POST', agent: isSecure ? agents.https : agents.http, signal: stop, headers: { authorization: `Bearer ${token}`, 'content-type': packContentType, 'content-length': length } };
  let status: number;
  let body: string;
  let retryAfter: string | undefined;
  try {
    const request = (isSecure ? https : http).request(url, options);
    const answered = once(request, 'response');
    const [[response]] = (await Promise.all([answered, pipeline(Readable.from(paced(pieces, bandwidth, stop), { objectMode: false }), request)])) as [[http.IncomingMessage], void];
    status = response.statusCode ?? 0;
    retryAfter = response.headers['retry-after'];
    body = await text(response);
  } catch (cause) {
    throw client.unreachable(cause);
  }
  if (status !== 200) throw platformFailure(client, status, new Error(body.slice(0, 500)), '', retryAfter);
  return packAnswerSchema.parse(JSON.parse(body));
}
