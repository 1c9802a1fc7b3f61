import { join } from 'node:path';
import { toResults, type BenchResult } from './benchResult.ts';
import { buildNodeProgram } from './buildNodeProgram.ts';
import type { DvhRun } from './dvhProgram.ts';
import { measureScaling } from './dvhScaling.ts';
import { findProgram, runMeasured, type ProgramRun } from './peerProgram.ts';
import { copyRtSets, type RtSet } from './rtSets.ts';
import { withTempFolder } from './tempFolder.ts';
import { writeTwentyStructures } from './twentyStructures.ts';

const runs = 5;
const peerName = 'plastimatch dvh';

/**
 * All structures of each RT set and of a phantom plan of twenty, ours and plastimatch's on the same two files, each in a
 * process of its own and in turn; then how the cost of ours grows.
 */
export function measure(): Promise<readonly BenchResult[]> {
  return withTempFolder(async (folder) => {
    const program = await buildNodeProgram(join(import.meta.dirname, 'dvhProgram.ts'), join(folder, 'program'));
    const sets = [...(await copyRtSets(folder)), await writeTwentyStructures(folder)];
    return [...sets.flatMap((set) => measureSet(set, program, folder)), ...measureScaling()];
  });
}

function measureSet({ name, folder }: RtSet, program: string, scratch: string): readonly BenchResult[] {
  const plastimatch = findProgram('plastimatch');
  const ours: { readonly run: ProgramRun; readonly figures: DvhRun }[] = [];
  const peers: ProgramRun[] = [];
  for (let round = 0; round < runs; round += 1) {
    const run = runMeasured(process.execPath, [program, folder], scratch);
    ours.push({ run, figures: JSON.parse(run.stdout) as DvhRun });
    // Bins as fine as in the reference results beside the real sets.
    const words = ['dvh', '--input', folder, '--output-csv', join(scratch, 'dvh.csv'), '--bin-width', '0.02', '--num-bins', '5000', '--cumulative', '--normalization', 'vox'];
    if (plastimatch !== null) peers.push(runMeasured(plastimatch, words, scratch));
  }
  const first = ours[0]?.figures;
  const inputMb = (first?.inputBytes ?? 0) / 1e6;
  const title = `${name}, ${first?.histograms ?? 0} of ${first?.structures ?? 0} structures`;
  const samples = (pick: (run: ProgramRun) => number | null): readonly number[] | null => (plastimatch === null ? null : known(peers.map(pick)));
  const peaks = known(ours.map(({ run }) => run.peakMb));
  return [
    ...toResults({
      metric: `${title}: read and computed`, unit: 's', better: 'lower', ours: ours.map(({ figures }) => figures.wholeMs / 1000), target: { below: 1 },
      note: 'reading and computing from two files, first time in a new process, without the start of Node; one of the cores is used',
    }),
    ...toResults({
      metric: `${title}: whole program`, unit: 's', better: 'lower', ours: ours.map(({ run }) => run.tookMs / 1000), target: { ratioAtLeast: 5 },
      peer: { name: peerName, samples: samples(({ tookMs }) => tookMs / 1000) },
      note: 'both programs as they are shipped, ours bundled, from start to end on the same RTSTRUCT and RTDOSE; plastimatch counts voxels, ours integrates along lines',
    }),
    ...(peaks.length === 0
      ? []
      : [
        ...toResults({
          metric: `${title}: processor time`, unit: 's', better: 'lower', ours: known(ours.map(({ run }) => run.processorS)), peer: { name: peerName, samples: samples(({ processorS }) => processorS) },
          note: 'processor time of all threads: what other work on the machine changes least',
        }),
        ...toResults({
          metric: `${title}: peak memory above the input`, unit: 'MB', better: 'lower', ours: peaks.map((peakMb) => peakMb - inputMb), target: { below: 300 },
          peer: { name: peerName, samples: samples(({ peakMb }) => (peakMb === null ? null : peakMb - inputMb)) },
          note: 'largest resident size of the whole program, Node included, less the bytes of the two files',
        }),
      ]),
  ];
}

const known = (values: readonly (number | null)[]): readonly number[] => values.filter((value) => value !== null);
