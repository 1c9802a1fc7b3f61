import { join } from 'node:path';
import { toResults, type BenchResult, type Target } from './benchResult.ts';
import { buildNodeProgram } from './buildNodeProgram.ts';
import { writeGammaPair, type GammaPair } from './gammaPair.ts';
import type { GammaRun } from './gammaProgram.ts';
import { measureGammaScaling } from './gammaScaling.ts';
import { findProgram, runMeasured, type ProgramRun } from './peerProgram.ts';
import { copyRtSets } from './rtSets.ts';
import { withTempFolder } from './tempFolder.ts';

/** Two, because the peer takes most of a minute for one: the bench has to end within three. */
const runs = 2;
const peers = [
  { name: 'plastimatch gamma --interp-search', options: ['--interp-search'], target: { ratioAtLeast: 5 }, note: 'the comparable search: both interpolate the evaluated dose' },
  { name: 'plastimatch gamma', options: [], target: undefined, note: 'searches voxel centres only and passes far fewer points; listed, no target' },
] as const;

/** 3 %/3 mm over the whole dose grid of each RT set, ours and plastimatch on the same two files in turn; then how the cost of ours grows. */
export function measure(): Promise<readonly BenchResult[]> {
  return withTempFolder(async (folder) => {
    const program = await buildNodeProgram(join(import.meta.dirname, 'gammaProgram.ts'), join(folder, 'program'));
    const pairs = (await copyRtSets(folder)).map(writeGammaPair);
    return [...pairs.flatMap((pair) => measurePair(pair, program, folder)), ...measureGammaScaling()];
  });
}

function measurePair({ name, referencePath, evaluatedPath, voxels }: GammaPair, program: string, scratch: string): readonly BenchResult[] {
  const plastimatch = findProgram('plastimatch');
  const ours: { readonly run: ProgramRun; readonly figures: GammaRun }[] = [];
  const theirs: ProgramRun[][] = peers.map(() => []);
  for (let round = 0; round < runs; round += 1) {
    const run = runMeasured(process.execPath, [program, referencePath, evaluatedPath], scratch);
    ours.push({ run, figures: JSON.parse(run.stdout) as GammaRun });
    if (plastimatch === null) continue;
    peers.forEach(({ options }, n) => {
      const words = ['gamma', '--dose-tolerance', '0.03', '--dta-tolerance', '3', '--analysis-threshold', '0.1', '--ref-only-threshold', '--gamma-max', '2', ...options, '--output-text', join(scratch, 'gamma.txt'), referencePath, evaluatedPath];
      theirs[n]?.push(runMeasured(plastimatch, words, scratch));
    });
  }
  const figures = ours[0]?.figures;
  const title = `${name}, ${voxels} voxels, ${figures?.points ?? 0} points`;
  const inputMb = (figures?.inputBytes ?? 0) / 1e6;
  const samples = (n: number, pick: (run: ProgramRun) => number | null): readonly number[] | null => (plastimatch === null ? null : known((theirs[n] ?? []).map(pick)));
  const whole = (n: number, target: Target | undefined, note: string): readonly BenchResult[] => toResults({
    metric: `${title}: whole program`, unit: 's', better: 'lower', ours: ours.map(({ run }) => run.tookMs / 1000), target,
    peer: { name: peers[n]?.name ?? '', samples: samples(n, ({ tookMs }) => tookMs / 1000) }, note: `both from start to end on the same two RTDOSE; ${note}`,
  });
  const processor = known(ours.map(({ run }) => run.processorS));
  const peaks = known(ours.map(({ run }) => run.peakMb));
  return [
    ...toResults({
      metric: `${title}: read and computed`, unit: 's', better: 'lower', ours: ours.map(({ figures: { wholeMs } }) => wholeMs / 1000), target: { below: 3 },
      note: `3 %/3 mm global, 10 %, cap 2; first time in a new process, without the start of Node; one of the cores is used; ${figures?.passPercent?.toFixed(2) ?? '–'} % pass`,
    }),
    ...peers.flatMap(({ target, note }, n) => whole(n, target, note)),
    ...(processor.length === 0 ? [] : toResults({
      metric: `${title}: processor time`, unit: 's', better: 'lower', ours: processor, peer: { name: peers[0].name, samples: samples(0, ({ processorS }) => processorS) },
      note: 'processor time of all threads: what other work on the machine changes least',
    })),
    ...(peaks.length === 0 ? [] : toResults({
      metric: `${title}: peak memory above the input`, unit: 'MB', better: 'lower', ours: peaks.map((peakMb) => peakMb - inputMb),
      peer: { name: peers[0].name, samples: samples(0, ({ peakMb }) => (peakMb === null ? null : peakMb - inputMb)) },
      note: 'largest resident size of the whole program, Node included, less the bytes of the two files',
    })),
  ];
}

const known = (values: readonly (number | null)[]): readonly number[] => values.filter((value) => value !== null);
