import { z } from 'zod';
import { packAnswerSchema, packBytes, packContentType } from '../../blob/pack.ts';
import { route, type RawContent } from './route.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const bytes: RawContent = { contentType: 'application/octet-stream', description: 'The bytes, or the part of them that was asked for.' };
const empty = (description: string): RawContent => ({ contentType: null, description });
const upload = z.object({ id: z.uuid() });
const resumable = { 'tus-resumable': { description: '1.0.0', isRequired: true } } as const;

/**
 * Objects by their SHA-256. Uploads are tus 1.0 (https://tus.io/protocols/resumable-upload), stored once their hash is proved; one
 * path serves uploads by their id and downloads by hash, which OpenAPI can only name by one parameter: `id`.
 */
export const blobRoutes = {
  missingBlobs: route({
    method: 'POST', path: '/v1/blobs/missing', area: 'blobs', title: 'Missing blobs', access: 'account', description: 'Which of these objects the caller’s hospital would have to send.',
    body: z.object({ sha256: z.array(sha256).max(20_000) }), bodyBytes: 4 * 1024 * 1024, answers: { 200: z.object({ missing: z.array(sha256) }) }, refusals: [],
  }),
  heldBlobs: route({
    method: 'POST', path: '/v1/blobs/held', area: 'blobs', title: 'Held blobs', access: 'account',
    description: 'Which of these the caller’s hospital can read back in this case; each is read through and proved by its hash first. 403 unless the hospital may see the case.',
    body: z.object({ caseId: z.uuid(), sha256: z.array(sha256).max(100) }), answers: { 200: z.object({ held: z.array(sha256) }) }, refusals: ['not-permitted'],
  }),
  packBlobs: route({
    method: 'POST', path: '/v1/blobs/pack', area: 'blobs', title: 'Pack of objects', access: 'account',
    description: 'Small objects together, each kept or refused by itself: for each a uint32 little-endian length of its head, the head as JSON {sha256, caseId, byteLength}, and its bytes.',
    body: { contentType: packContentType, description: `At most ${2 * packBytes} bytes; needs Content-Length.` }, answers: { 200: packAnswerSchema }, refusals: ['integrity'],
  }),
  createUpload: route({
    method: 'POST', path: '/v1/blobs', area: 'blobs', title: 'Upload', access: 'account',
    description: 'Begins an upload (tus 1.0, creation with or without bytes). 403 unless the hospital may see the case; 409 integrity when all bytes came and are not the ones announced.',
    headers: {
      ...resumable, 'upload-length': { description: 'Bytes of the whole object.', isRequired: true },
      'upload-metadata': { description: 'sha256 and caseId, each as base64 (tus 1.0).', isRequired: true },
    },
    body: { contentType: 'application/offset+octet-stream', description: 'Nothing, or the first bytes.' },
    answers: { 201: empty('Begun; Location is the upload.') }, refusals: ['not-permitted', 'integrity'],
  }),
  uploadState: route({
    method: 'HEAD', path: '/v1/blobs/:id', area: 'blobs', title: 'Upload', access: 'account', description: 'How far an upload is: Upload-Offset and Upload-Length. It and the two below take the id of an upload of the caller’s hospital.',
    headers: resumable, params: upload, answers: { 200: empty('Upload-Offset and Upload-Length say how far it is.') }, refusals: ['not-found', 'integrity'],
  }),
  continueUpload: route({
    method: 'PATCH', path: '/v1/blobs/:id', area: 'blobs', title: 'Upload', access: 'account', description: 'The next bytes of an upload. 409 bad-request when it goes on elsewhere than at Upload-Offset; 409 integrity when all bytes came and are not the ones announced.',
    headers: { ...resumable, 'upload-offset': { description: 'Where these bytes begin.', isRequired: true } }, params: upload,
    body: { contentType: 'application/offset+octet-stream', description: 'The next bytes.' }, answers: { 204: empty('Upload-Offset says how far it is now.') }, refusals: ['not-found', 'integrity'],
    alsoAt: { 409: ['bad-request'] },
  }),
  dropUpload: route({
    method: 'DELETE', path: '/v1/blobs/:id', area: 'blobs', title: 'Upload', access: 'account', description: 'Gives an unfinished upload up.', headers: resumable, params: upload,
    answers: { 204: empty('Given up.') }, refusals: ['not-found'],
  }),
  readBlob: route({
    method: 'GET', path: '/v1/blobs/:id', area: 'blobs', title: 'Blob', access: 'account',
    description: 'The bytes of an object of a case; here `id` is its SHA-256. One range is honoured. 404 while the platform has not got it, 403 when the case is not open to the caller’s hospital. Each reading is in the access log.',
    headers: { range: { description: 'One range of bytes (RFC 9110).', isRequired: false } }, params: z.object({ id: sha256 }), query: z.object({ case: z.uuid() }),
    answers: { 200: bytes, 206: bytes }, refusals: ['not-permitted', 'not-found', 'range-not-satisfiable'],
  }),
} as const;
