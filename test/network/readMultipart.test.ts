import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { boundaryOf, readMultipart, type Part } from '../../electron/core/network/dicomweb/readMultipart.ts';
import { gather } from './support/gather.ts';

const boundary = 'b-1';
/** Bytes with line breaks, dashes and beginnings of the boundary in them. */
const bodies = [Buffer.from('plain'), Buffer.alloc(0), Buffer.from('\r\n--b-\r\n--b\r\n-'), Buffer.concat([randomBytes(700), Buffer.from('\r\n--b'), Buffer.from([0, 13, 10])])];
const message = Buffer.concat([
  Buffer.from('A preamble nobody reads.\r\n'), ...bodies.flatMap((body) => [Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\nContent-Location: /x\r\n\r\n`), body, Buffer.from('\r\n')]), Buffer.from(`--${boundary}--\r\nepilogue`),
]);

async function* inSteps(bytes: Uint8Array, step: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}
const read = async (bytes: Uint8Array, step: number, maxBytes = 10_000): Promise<Part[]> => gather(readMultipart(inSteps(bytes, step), boundary, maxBytes));

describe('a multipart answer', () => {
  it.each([1, 2, 3, 5, 7, 64, 711, 100_000])('gives every part byte for byte when it comes %i bytes at a time', async (step) => {
    const parts = await read(message, step);
    expect(parts.map(({ body }) => Buffer.from(body).toString('hex'))).toEqual(bodies.map((body) => body.toString('hex')));
    expect(parts[0]?.headers).toEqual({ 'content-type': 'application/dicom', 'content-location': '/x' });
  });

  it('needs no preamble', async () => {
    expect(await read(message.subarray(message.indexOf(`--${boundary}`)), 10)).toHaveLength(bodies.length);
  });

  it('is an error when it ends early, wherever that is', async () => {
    const end = message.indexOf(`--${boundary}--`) + boundary.length + 3;
    for (let length = 0; length < end; length += 13) await expect(read(message.subarray(0, length), 64)).rejects.toMatchObject({ code: 'sync', reason: 'integrity' });
  });

  it('is refused when a part is too large, before it has all come', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`--${boundary}\r\n\r\n`);
      for (;;) {
        given += 1000;
        yield Buffer.alloc(1000);
      }
    }
    await expect(gather(readMultipart(endless(), boundary, 10_000))).rejects.toMatchObject({ reason: 'refused' });
    expect(given).toBeLessThan(40_000);
  });

  it('has its boundary in the content type, quoted or not', () => {
    expect(boundaryOf('multipart/related; type="application/dicom"; boundary=abc')).toBe('abc');
    expect(boundaryOf('Multipart/Related; boundary="a b;c"; type="application/dicom"')).toBe('a b;c');
    expect(boundaryOf('application/json; boundary=abc')).toBeNull();
  });
});
