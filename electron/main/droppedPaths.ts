import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { IpcError, toErrorShape } from '../../shared/errors/appError.ts';
import type { Result } from '../../shared/ipc/channel.ts';
import { requireOwnPage, type Sender } from './callGate.ts';
import type { ChosenPaths } from './chosenPaths.ts';

const droppedPaths = z.array(z.string().min(1).max(4096).refine(isAbsolute)).max(10_000);

/**
 * Answers `mdt:dropped`, which only preload can send: it asks Chromium for the path behind each dropped `File`,
 * so a page cannot name a path nobody dropped. Answers the paths, empty where what was dropped is no file of this computer.
 */
export function createDropHandler(chosen: ChosenPaths): (sender: Sender, paths: unknown) => Result<{ paths: readonly string[] }> {
  return (sender, paths) => {
    try {
      requireOwnPage(sender);
      const parsed = droppedPaths.safeParse(paths);
      if (!parsed.success) throw new IpcError('bad-request', 'More than 10,000 files were dropped, or one without a usable path; drop their folder instead.');
      return { ok: true, value: { paths: chosen.rememberSources(parsed.data) } };
    } catch (error) {
      return { ok: false, error: toErrorShape(error) };
    }
  };
}
