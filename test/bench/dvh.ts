import { join } from 'node:path';
import { toResults, type BenchResult } from './benchResult.ts';
import type { DvhRun } from './dvhProgram.ts';
import { findProgram, runMeasured, type ProgramRun } from './peerProgram.ts';
import { copyRtSets, type RtSet } from './rtSets.ts';
import { withTempFolder } from './tempFolder.ts';

const runs = 3;
const peerName = 'plastimatch dvh';
const program = join(import.meta.dirname, 'dvhProgram.ts');

/** All structures of each RT set, ours and plastimatch's on the same two files, each in a process of its own. */
export function measure(): Promise<readonly BenchResult[]> {
  return withTempFolder(async (folder) => (await copyRtSets(folder)).flatMap((set) => measureSet(set, folder)));
}

function measureSet({ name, folder }: RtSet, scratch: string): readonly BenchResult[] {
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
      note: 'reading and computing from two files, first time in a new process, without the start of Node; one core is used',
    }),
    ...toResults({
      metric: `${title}: whole program`, unit: 's', better: 'lower', ours: ours.map(({ run }) => run.tookMs / 1000), target: { ratioAtLeast: 5 },
      peer: { name: peerName, samples: samples(({ tookMs }) => tookMs / 1000) },
      note: 'both programs from start to end on the same RTSTRUCT and RTDOSE; plastimatch counts voxels, ours shares edge cells',
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
