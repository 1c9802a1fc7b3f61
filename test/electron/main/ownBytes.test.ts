import { deserialize, serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { ownBytes } from '../../../electron/main/ownBytes.ts';

describe('byte arrays of a message', () => {
  it('stand for themselves, with what else the message says untouched', () => {
    const message = { kind: 'reply', id: 7, result: { ok: true, value: { heads: Array.from({ length: 300 }, (_, at) => ({ sha256: `${at}`, isWhole: false, bytes: new Uint8Array(2000 + at).fill(at) })), at: new Date(5), none: null } } };
    const received = deserialize(serialize(message)) as typeof message;
    expect(received.result.value.heads[0]?.bytes.buffer.byteLength).toBeGreaterThan(600_000);
    const own = ownBytes(received) as typeof message;
    expect(own).toEqual(message);
    expect(own.result.value.heads.every(({ bytes }) => bytes.buffer.byteLength === bytes.byteLength)).toBe(true);
  });

  it('are not copied where they are nearly the whole message: a slice of half a megabyte stays where it is', () => {
    const received = deserialize(serialize({ bytes: new Uint8Array(500_000) })) as { bytes: Uint8Array };
    const { bytes } = received;
    expect((ownBytes(received) as { bytes: Uint8Array }).bytes).toBe(bytes);
  });
});
