import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { PlatformNodes } from '../../electron/core/sync/platformNodes.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** What stands at a node's address: the node, or the proxy in front of one that is gone. */
async function standing(status: number, type: string, body: string): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const proxyOfNobody = (status: number) => standing(status, 'text/html', `<html><head><title>${status} Bad Gateway</title></head></html>`);

test.each([502, 503, 504])('a proxy that answers %i for a node that is gone sends the request on to the next node', async (status) => {
  const [gone, living] = [await proxyOfNobody(status), await standing(200, 'application/json', '{}')];
  const nodes = new PlatformNodes(gone.url);
  nodes.learn([living.url]);
  expect((await nodes.send('/v1/session', { method: 'POST', body: '{}' })).status).toBe(200);
  expect(nodes.address).toBe(living.url);
  await nodes.send('/v1/feed', {});
  expect([gone.asked, living.asked]).toEqual([['/v1/session'], ['/v1/session', '/v1/feed']]);
});

test('where every node is gone the last proxy has the word, and each was asked once', async () => {
  const [one, two] = [await proxyOfNobody(502), await proxyOfNobody(504)];
  const nodes = new PlatformNodes(one.url);
  nodes.learn([two.url]);
  expect((await nodes.send('/v1/feed', {})).status).toBe(504);
  expect([one.asked, two.asked]).toEqual([['/v1/feed'], ['/v1/feed']]);
});

test('an answer of the platform itself, a refusal or a failure, is not asked for again elsewhere', async () => {
  for (const status of [401, 429, 500]) {
    const [own, other] = [await standing(status, 'application/json', '{"code":"platform","reason":"x","message":"y"}'), await standing(200, 'application/json', '{}')];
    const nodes = new PlatformNodes(own.url);
    nodes.learn([other.url]);
    expect((await nodes.send('/v1/feed', {})).status).toBe(status);
    expect(other.asked).toEqual([]);
  }
});
