import { beforeAll, describe, expect, it } from 'vitest';
import { buildReferenceChain } from '../../shared/dicom/referenceChain.ts';
import type { InstanceHeader } from '../../shared/dicom/types.ts';
import { StoreError } from '../../shared/errors/appError.ts';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import type { SampleExpectations } from '../../shared/rt/phantom/makeSampleCase.ts';
import type { StudyMessage } from '../../renderer/study/messages.ts';
import { planReading } from '../../renderer/study/planReading.ts';
import { readStudy } from '../../renderer/study/readStudy.ts';
import type { ReadStudyInput } from '../../renderer/study/readStudy.ts';
import { storedSample } from './support.ts';

let imaging: CaseImaging;
let blobs: Map<string, Uint8Array>;
let expected: SampleExpectations;
beforeAll(() => {
  ({ imaging, blobs, expected } = storedSample());
});

const read = async (overrides: Partial<ReadStudyInput> = {}): Promise<StudyMessage[]> => {
  const messages: StudyMessage[] = [];
  await readStudy({
    ...imaging,
    fetchFile: async ({ sha256, name }) => {
      const bytes = blobs.get(sha256);
      if (bytes === undefined) throw new StoreError('not-found', `The bytes of ${name} could not be read.`);
      return Promise.resolve(bytes);
    },
    signal: new AbortController().signal,
    post: (message) => messages.push(message),
    allocate: (byteLength) => new SharedArrayBuffer(byteLength),
    nowMs: () => performance.now(),
    ...overrides,
  });
  return messages;
};

const one = <T extends StudyMessage['type']>(messages: readonly StudyMessage[], type: T): Extract<StudyMessage, { type: T }> => {
  const found = messages.find((message): message is Extract<StudyMessage, { type: T }> => message.type === type);
  if (found === undefined) throw new Error(`no ${type} message`);
  return found;
};

describe('reading a study', () => {
  it('posts structures, plan and dose on shared memory, then the histograms one by one', async () => {
    const messages = await read();
    expect(one(messages, 'dose').dose.dose.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(one(messages, 'plan').plan.sopInstanceUID).toBe(expected.planUID);
    expect(one(messages, 'structureSet').structureSet.structures.map((structure) => structure.name)).toEqual(expected.structureNames);
    const types = messages.map((message) => message.type);
    expect(types.indexOf('dvh')).toBeGreaterThan(types.indexOf('loaded'));
    expect(types.at(-1)).toBe('finished');
    const names = messages.flatMap((message) => (message.type === 'dvh' ? [message.dvh.name] : []));
    expect(names.length).toBeGreaterThan(3);
    expect(messages.filter((message) => message.type === 'problem')).toEqual([]);
    const last = messages.findLast((message) => message.type === 'progress');
    expect(last?.progress).toMatchObject({ filesDone: 3, filesTotal: 3, dvhsDone: names.length });
    expect(last?.progress.bytesDone).toBe(last?.progress.bytesTotal);
  });

  it('names an object whose bytes are missing and goes on with the rest', async () => {
    const dose = imaging.instances.find((instance) => instance.header.modality === 'RTDOSE');
    const messages = await read({ fetchFile: async ({ sha256, name }) => (sha256 === dose?.sha256 ? Promise.reject(new StoreError('not-found', `The bytes of ${name} could not be read.`)) : Promise.resolve(blobs.get(sha256) ?? new Uint8Array())) });
    const { problem } = one(messages, 'problem');
    expect(problem.object).toBe(`RTDOSE ${expected.doseUID}`);
    expect(problem.error).toMatchObject({ code: 'store', reason: 'not-found' });
    expect(one(messages, 'plan').plan.sopInstanceUID).toBe(expected.planUID);
    expect(messages.some((message) => message.type === 'dose')).toBe(false);
    expect(messages.at(-1)?.type).toBe('finished');
  });

  it('names a broken object and goes on', async () => {
    const plan = imaging.instances.find((instance) => instance.header.modality === 'RTPLAN');
    const messages = await read({ fetchFile: async ({ sha256 }) => Promise.resolve((blobs.get(sha256) ?? new Uint8Array()).subarray(0, sha256 === plan?.sha256 ? 300 : undefined)) });
    expect(one(messages, 'problem').problem.object).toBe(`RTPLAN ${expected.planUID}`);
    expect(one(messages, 'dose').dose.sopInstanceUID).toBe(expected.doseUID);
  });

  it('stops when it is cancelled', async () => {
    const stop = new AbortController();
    let fetched = 0;
    const messages = await read({
      signal: stop.signal,
      fetchFile: async ({ sha256 }) => {
        fetched++;
        stop.abort();
        return Promise.resolve(blobs.get(sha256) ?? new Uint8Array());
      },
    });
    expect(fetched).toBeLessThanOrEqual(3);
    expect(messages.every((message) => message.type === 'progress')).toBe(true);
  });
});

const copyOf = (modality: string, sopInstanceUID: string, label: string): CaseImaging['instances'][number] => {
  const found = imaging.instances.find((instance) => instance.header.modality === modality);
  if (found === undefined) throw new Error(`no ${modality}`);
  return { ...found, header: { ...found.header, sopInstanceUID, label } };
};
const readingOf = (instances: CaseImaging['instances']) => planReading(instances, buildReferenceChain(instances.map(({ header }) => header as InstanceHeader)));

describe('what is read', () => {
  it('takes the objects the chain names and leaves out what is not here', () => {
    const other = imaging.instances.map((instance) => (instance.header.modality === 'RTDOSE' ? { ...instance, header: { ...instance.header, sopInstanceUID: '1.2.3' } } : instance));
    const both = planReading([...other.filter((instance) => instance.header.modality === 'RTDOSE'), ...imaging.instances], imaging.chain);
    expect(both.dose?.header.sopInstanceUID).toBe(expected.doseUID);
    const absent = planReading(imaging.instances.map((instance) => ({ ...instance, isPresent: instance.header.modality !== 'RTPLAN' })), imaging.chain);
    expect(absent.plan).toBeNull();
  });

  it('takes the dose of the plan before one of a beam or fraction, whatever their UIDs', () => {
    const beam = copyOf('RTDOSE', '0.1', 'BEAM');
    const reading = readingOf([beam, ...imaging.instances]);
    expect(reading.dose?.header.sopInstanceUID).toBe(expected.doseUID);
    expect(reading.chosenOf).toEqual([{ kind: 'RTDOSE', count: 2, label: 'PLAN', sopInstanceUID: expected.doseUID }]);
    expect(readingOf([...imaging.instances]).chosenOf).toEqual([]);
  });

  it('puts no other plan or structure set in the place of one that has not arrived', () => {
    const otherPlan = copyOf('RTPLAN', '9.1', 'other');
    const otherSet = copyOf('RTSTRUCT', '9.2', 'other');
    const late = imaging.instances.map((instance) => ({ ...instance, isPresent: instance.header.modality !== 'RTPLAN' && instance.header.modality !== 'RTSTRUCT' }));
    const reading = planReading([...late, otherPlan, otherSet], imaging.chain);
    expect([reading.plan, reading.structureSet]).toEqual([null, null]);
  });

  it('chooses none of several that no reference names', () => {
    const reading = planReading([...imaging.instances, copyOf('RTPLAN', '9.1', 'other')], { ...imaging.chain, planUID: null });
    expect(reading.plan).toBeNull();
    expect(reading.chosenOf).toEqual([{ kind: 'RTPLAN', count: 2, label: null, sopInstanceUID: null }]);
  });
});

describe('images', () => {
  it('are left to the series store: only structures, plan and dose are fetched', async () => {
    const fetched: string[] = [];
    const messages = await read({
      fetchFile: ({ sha256, name }) => {
        fetched.push(name.split(' ')[0] ?? '');
        return Promise.resolve(blobs.get(sha256) ?? new Uint8Array());
      },
    });
    expect(fetched.sort()).toEqual(['RTDOSE', 'RTPLAN', 'RTSTRUCT']);
    expect(one(messages, 'structureSet').structureSet.structures.length).toBe(expected.structureNames.length);
    expect(messages.filter(({ type }) => type === 'dvh').length).toBeGreaterThan(3);
    expect(messages.some(({ type }) => type === 'problem')).toBe(false);
  });
});
