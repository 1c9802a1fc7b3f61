import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { PlatformNodes } from '../../electron/core/sync/platformNodes.ts';

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A node on a line that can fall silent: what is asked then waits until the line carries again. */
async function node(name: string) {
  let carries: Promise<void> | null = null;
  let carry: (() => void) | null = null;
  let delayMs = 0;
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      await carries;
      await wait(delayMs);
      response.end(request.url === '/v1/health/live' ? '{"status":"ok"}' : JSON.stringify({ name }));
    };
    void answer();
  });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fallSilent: () => void ({ promise: carries, resolve: carry } = Promise.withResolvers<void>()),
    carryAgain: () => carry?.(),
    beSlow: (ms: number) => void (delayMs = ms),
  };
}

async function twoNodes() {
  const [own, other] = [await node('own'), await node('other')];
  const nodes = new PlatformNodes(own.url);
  nodes.learn([other.url]);
  const ask = async (): Promise<unknown> => (await nodes.send('/v1/feed', {})).json();
  return { own, other, nodes, ask };
}

test.concurrent('a node that is silent while another answers is left, and the request is answered there', async () => {
  const { own, other, nodes, ask } = await twoNodes();
  own.fallSilent();
  expect(await ask()).toEqual({ name: 'other' });
  expect(nodes.address).toBe(other.url);
});

test.concurrent('a line that falls silent without a request waiting is noticed by asking', async () => {
  const { own, other, nodes } = await twoNodes();
  own.fallSilent();
  await nodes.check();
  expect(nodes.address).toBe(other.url);
});

test.concurrent('a line that stalls for seconds makes nobody leave: where no node answers, the request waits for its own', async () => {
  const { own, other, nodes, ask } = await twoNodes();
  for (const one of [own, other]) one.fallSilent();
  const asked = ask();
  await wait(3000);
  expect(nodes.address).toBe(own.url);
  for (const one of [own, other]) one.carryAgain();
  expect(await asked).toEqual({ name: 'own' });
  expect(nodes.address).toBe(own.url);
});

test.concurrent('a node that takes its time but lives is not left', async () => {
  const { own, nodes, ask } = await twoNodes();
  own.beSlow(900);
  expect(await ask()).toEqual({ name: 'own' });
  await nodes.check();
  expect(nodes.address).toBe(own.url);
});

test.concurrent('of several doubts at once one question is asked, and all requests go on at the same node', async () => {
  const { own, other, nodes, ask } = await twoNodes();
  own.fallSilent();
  const moves: string[] = [];
  const told = new PlatformNodes(own.url, (address) => void moves.push(address));
  told.learn([other.url]);
  await Promise.all([...Array.from({ length: 10 }, () => told.send('/v1/feed', {})), told.check(), ask()]);
  expect(moves).toEqual([other.url]);
  expect(nodes.address).toBe(other.url);
});
