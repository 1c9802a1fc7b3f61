import { basename } from 'node:path';
import type { Page } from 'playwright-core';

/** Long enough for the browser to name what it attaches to. */
const answerMs = 500;

interface Attached {
  readonly targetInfo: { readonly type: string; readonly url: string };
}

/**
 * Scripts of the workers the page runs at this moment, asked of the browser anew and not of the list Playwright keeps by
 * events. A worker another worker started ends with it and is not listed.
 */
async function liveWorkers(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const found: string[] = [];
  session.on('Target.attachedToTarget', ({ targetInfo }: Attached) => {
    if (targetInfo.type === 'worker') found.push(basename(targetInfo.url));
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
  await new Promise((resolve) => setTimeout(resolve, answerMs));
  await session.detach();
  return found;
}

/** Waits until the page runs no worker; the scripts of those that stay after `timeoutMs`. */
export async function workersLeft(page: Page, timeoutMs = 30_000): Promise<readonly string[]> {
  const untilMs = performance.now() + timeoutMs;
  for (;;) {
    const left = await liveWorkers(page);
    if (left.length === 0 || performance.now() > untilMs) return left;
  }
}
