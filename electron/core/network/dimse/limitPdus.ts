import type { Socket } from 'node:net';

const headerBytes = 6;
/** Far above what any association agrees on: 128 contexts, or the PDU length we announce. */
const maxBytes = 4 * 1024 * 1024;

/**
 * Ends a connection whose next PDU says it is absurdly long; the library would collect it all first.
 * To be called before the library gets the socket.
 */
export function limitPdus(socket: Socket): void {
  const header = Buffer.alloc(headerBytes);
  let headerLength = 0;
  let left = 0;
  socket.on('data', (chunk: Buffer) => {
    let at = 0;
    while (at < chunk.length) {
      if (left > 0) {
        const step = Math.min(left, chunk.length - at);
        left -= step;
        at += step;
        continue;
      }
      const copied = chunk.copy(header, headerLength, at, at + headerBytes - headerLength);
      headerLength += copied;
      at += copied;
      if (headerLength < headerBytes) return;
      headerLength = 0;
      // Length of the PDU (PS3.8 9.3.1), big endian.
      left = header.readUInt32BE(2);
      if (left > maxBytes) {
        socket.destroy();
        return;
      }
    }
  });
}
