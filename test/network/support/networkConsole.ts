import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ImportReport, NetworkTestStep, RequestOf, SendProgress } from '../../../shared/ipc/channels.ts';
import { makeSampleCase, type SampleCase } from '../../../shared/rt/phantom/makeSampleCase.ts';
import { removeFolder, sampleRequest, startConsole, temporaryFolder, until, type TestConsole } from '../../core/support/console.ts';
import { dcmtk } from './dcmtk.ts';

export type NodeForm = RequestOf<'network.saveNode'>['node'];

/** A console with a doctor signed in, and what network tests do with it. */
export interface NetworkConsole {
  readonly console: TestConsole;
  /** Removed at the end. */
  readonly folder: string;
  newCase(): Promise<string>;
  /** Runs an import to its end. */
  take(caseId: string, source: RequestOf<'import.start'>['source']): Promise<ImportReport>;
  /** Sends a case and waits for the last progress. */
  send(nodeId: string, caseId: string): Promise<SendProgress>;
  /** Bytes of every object of a case, by SOPInstanceUID. */
  read(caseId: string): Promise<Map<string, Uint8Array>>;
  test(node: NodeForm, password?: string | null): Promise<readonly NetworkTestStep[]>;
  stop(): Promise<void>;
}

export async function startNetworkConsole(): Promise<NetworkConsole> {
  const console = await startConsole();
  await console.signIn('he.doctor');
  const folder = temporaryFolder();
  const ended = new Set(['done', 'cancelled', 'choosePatient', 'failed']);
  return {
    console, folder,
    newCase: async () => {
      const caseId = randomUUID();
      await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'N-1', leadHospitalId: 'gd-cancer', fields: sampleRequest });
      return caseId;
    },
    take: async (caseId, source) => {
      const importId = randomUUID();
      await console.call('import.start', { importId, caseId, source, patientKey: null });
      await until('the import ends', async () => ended.has((await console.call('import.report', { importId })).phase));
      return console.call('import.report', { importId });
    },
    send: async (nodeId, caseId) => {
      const sendId = randomUUID();
      const last = (): SendProgress | undefined => console.events.filter(({ channel }) => channel === 'network.sendProgress').map(({ payload }) => payload as SendProgress).findLast((progress) => progress.sendId === sendId);
      await console.call('network.send', { sendId, nodeId, caseId, seriesInstanceUIDs: null });
      await until('the transfer ends', () => (last()?.phase ?? 'sending') !== 'sending');
      const progress = last();
      if (!progress) throw new Error('The transfer told nothing.');
      return progress;
    },
    read: async (caseId) => {
      const { instances } = await console.call('imaging.get', { caseId });
      return new Map(await Promise.all(instances.map(async ({ header, sha256 }) => [header.sopInstanceUID, (await console.call('blob.read', { sha256 })).bytes] as const)));
    },
    test: async (node, password) => (await console.call('network.test', { node, ...(password === undefined ? {} : { password }) })).steps,
    stop: async () => {
      await console.stop();
      removeFolder(console.dataDir);
      removeFolder(folder);
    },
  };
}

/** Outcome and reason of every step, as `step outcome reason`. */
export const brief = (steps: readonly NetworkTestStep[]): string[] => steps.map(({ step, outcome, reason }) => `${step} ${outcome} ${reason}`);

/**
 * A phantom case as files, its first two slices compressed by DCMTK: JPEG-LS and RLE.
 * @param slices 62 gives a structure set of more than a megabyte, many PDUs long
 */
export async function writePhantom(folder: string, options: { readonly seed: string; readonly slices: number }): Promise<SampleCase> {
  const phantom = makeSampleCase({ ...options, matrixSize: 32, patientID: `N-${options.seed}` });
  const paths = phantom.files.map(({ name, bytes }) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    return path;
  });
  for (const [index, program] of [[0, 'dcmcjpls'], [1, 'dcmcrle']] as const) {
    const { code, output } = await dcmtk(program, '--uid-never', paths[index] ?? '', paths[index] ?? '');
    if (code !== 0) throw new Error(`${program}: ${output}`);
  }
  return phantom;
}
