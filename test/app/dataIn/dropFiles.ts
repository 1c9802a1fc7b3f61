import type { ConsoleDriver } from '../demo/consoleDriver.ts';

/** Drops files of the disk on an element as Chromium would on a person's drag, so that each `File` has its real path. */
export async function dropFiles(console: ConsoleDriver, testId: string, paths: readonly string[], whileOver?: () => Promise<void>): Promise<void> {
  const box = await console.at(testId).boundingBox();
  if (!box) throw new Error(`${testId} is not on the screen.`);
  const session = await console.page.context().newCDPSession(console.page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  const place = { x: box.x + box.width / 2, y: box.y + 12, data };
  try {
    await session.send('Input.dispatchDragEvent', { type: 'dragEnter', ...place });
    await session.send('Input.dispatchDragEvent', { type: 'dragOver', ...place });
    await whileOver?.();
    await session.send('Input.dispatchDragEvent', { type: 'drop', ...place });
  } finally {
    await session.detach();
  }
}
