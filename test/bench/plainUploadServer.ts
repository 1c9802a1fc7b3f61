import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * The peer of the blob bench, as a process of its own: PUT /<name> writes the body to a file of that name in the folder
 * given, brings it to the disk (fsync) and answers 201. No hash, no encryption, no database. Tells its port to its parent.
 */
const folder = process.argv[2] ?? '.';
const server = createServer((request, response) => {
  void (async () => {
    await pipeline(request, createWriteStream(join(folder, (request.url ?? '/x').slice(1)), { flush: true }));
    response.writeHead(201).end();
  })();
});
// Connections are kept while the other side has its turn.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
process.send?.(typeof address === 'object' && address ? address.port : 0);
process.once('disconnect', () => process.exit(0));
