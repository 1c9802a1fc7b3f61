import { packedBlobBytes, packHeadBytes, packHeadSchema, type PackHead } from '../../shared/blob/pack.ts';
import { parseShape } from '../parseShape.ts';
import { PlatformError } from '../platformError.ts';

/** The blobs of a pack one after the other; the bytes of each are good until the next is asked for. @throws {PlatformError} bad-request */
export async function* readPack(parts: AsyncIterable<Uint8Array>): AsyncGenerator<{ readonly head: PackHead; readonly bytes: Uint8Array }> {
  const source = parts[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);
  // One room for all of them: fresh memory for each costs more than reading it.
  const room = Buffer.allocUnsafe(packedBlobBytes);
  const take = async (length: number): Promise<Uint8Array | null> => {
    const taken = room.subarray(0, length);
    for (let filled = 0; filled < length; ) {
      if (held.length === 0) {
        const next = await source.next();
        if (next.done === true) {
          if (filled === 0) return null;
          throw new PlatformError('bad-request', 'The pack of objects ends in the middle of one.');
        }
        held = next.value;
      }
      const part = held.subarray(0, length - filled);
      taken.set(part, filled);
      filled += part.length;
      held = held.subarray(part.length);
    }
    return taken;
  };
  const must = async (length: number): Promise<Uint8Array> => {
    const taken = length === 0 ? new Uint8Array(0) : await take(length);
    if (!taken) throw new PlatformError('bad-request', 'The pack of objects ends in the middle of one.');
    return taken;
  };
  for (let prefix = await take(4); prefix; prefix = await take(4)) {
    const length = new DataView(prefix.buffer, prefix.byteOffset).getUint32(0, true);
    if (length > packHeadBytes) throw new PlatformError('bad-request', 'The pack of objects has a head that is too long.');
    const head = parseShape(packHeadSchema, parseJson(await must(length)), 'Pack of objects');
    yield { head, bytes: await must(head.byteLength) };
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new PlatformError('bad-request', 'The pack of objects has a head that is not JSON.', { cause });
  }
}
