import { randomBytes, randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import { afterAll, describe, expect, it } from 'vitest';
import { freePort } from '../../electron/main/freePort.ts';
import type { MinutesView } from '../../shared/ipc/channels.ts';
import { openMinutes, sectionText, typeAs } from '../../shared/minutes/document.ts';
import { PlatformProcess } from '../app/demo/platformProcess.ts';
import { seededRandom } from '../mdt/support.ts';
import { chen, he, textOf } from './support/minutesCase.ts';
import { removeFolder, samplePassword, sampleRequest, temporaryFolder, until } from './support/console.ts';
import { spawnCore, type CoreProcess } from './support/coreProcess.ts';

/** MINUTES_KILLS runs more: kills of each core; the platform is killed at every third. */
const kills = Number(process.env['MINUTES_KILLS'] ?? 2);
const changesPerRound = 12;
const image = { sopInstanceUID: '1.2.3.4', sopClassUID: '1.2.840.10008.5.1.4.1.1.2', seriesInstanceUID: '1.2.3', modality: 'CT', sha256: 'a'.repeat(64), byteLength: 10 };

/** A console whose core is a process of its own, started anew whenever it was killed; its window keeps what was not acknowledged. */
class KilledConsole {
  readonly dataDir = temporaryFolder();
  readonly #key = new Uint8Array(randomBytes(32));
  readonly #platformUrl: string;
  #core: CoreProcess | null = null;
  #ended: Promise<false> = Promise.resolve(false);

  constructor(platformUrl: string) {
    this.#platformUrl = platformUrl;
  }

  async start(isRestart: boolean): Promise<void> {
    this.#core = spawnCore({ dataDir: this.dataDir, key: this.#key, isRestart, settings: { platformUrl: this.#platformUrl } });
    const { child } = this.#core;
    this.#ended = new Promise((resolve) => child.once('exit', () => resolve(false)));
    expect((await this.#core.begun).kind).toBe('ready');
  }

  async call<T>(channel: string, payload: unknown): Promise<T> {
    const result = await this.#core?.call(channel, payload);
    if (result?.ok !== true) throw new Error(`${channel}: ${result?.ok === false ? result.error.message : 'no core'}`);
    return result.value as T;
  }

  /** True when core said that it has the change; false when it was killed before. */
  async send(change: unknown): Promise<boolean> {
    const core = this.#core;
    if (!core) return false;
    return Promise.race([this.#ended, core.call('minutes.update', change).then((result) => result.ok)]);
  }

  async kill(): Promise<void> {
    await this.#core?.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#core?.stop();
    removeFolder(this.dataDir);
  }
}

describe('processes killed while people type', () => {
  const seed = 20261122;
  const ends: (() => Promise<unknown>)[] = [];
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });

  it(`lose nothing that was acknowledged and double nothing (${kills} kills of each core, the platform at every third, seed ${seed})`, async () => {
    const random = seededRandom(seed);
    const platformFolder = temporaryFolder();
    const platform = await PlatformProcess.start(platformFolder, await freePort(undefined));
    ends.push(() => Promise.resolve(removeFolder(platformFolder)), () => platform.stop());
    const lead = new KilledConsole(platform.url);
    const partner = new KilledConsole(platform.url);
    ends.push(() => lead.stop(), () => partner.stop());
    await Promise.all([lead.start(false), partner.start(false)]);
    await lead.call('session.signIn', { account: 'chen.chair', password: samplePassword });
    await partner.call('session.signIn', { account: 'he.doctor', password: samplePassword });
    const caseId = randomUUID();
    const submit = (console: KilledConsole, type: string, payload: unknown): Promise<unknown> => console.call('record.submit', { commandId: randomUUID(), stream: { kind: 'case', id: caseId }, type, baseVersion: 0, payload });
    await submit(partner, 'case.create', { caseNo: 'K-1', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    await submit(partner, 'case.attachImaging', { instances: [image] });
    await submit(partner, 'case.submit', {});
    const stateAt = async (console: KilledConsole): Promise<string> => (await console.call<{ cases: { record: { id: string; state: string } }[] }>('case.list', {})).cases.find(({ record }) => record.id === caseId)?.record.state ?? '';
    await until('the request arrived', async () => (await stateAt(lead)) === 'submitted');
    await submit(lead, 'case.accept', { route: 'mdt' });
    await until('the partner sees it accepted', async () => (await stateAt(partner)) === 'accepted');

    const words: string[] = [];
    const typing = async (console: KilledConsole, person: typeof chen): Promise<void> => {
      for (let round = 0; round <= kills; round += 1) {
        const doc = openMinutes((await console.call<MinutesView>('minutes.open', { caseId })).document);
        const sessionId = randomUUID();
        const killAt = round < kills ? 1 + Math.floor(random() * (changesPerRound - 1)) : changesPerRound;
        const waiting: Uint8Array[] = [];
        for (let at = 0; at < changesPerRound; at += 1) {
          const updates: Uint8Array[] = [];
          const listen = (update: Uint8Array): void => void updates.push(update);
          doc.on('update', listen);
          const word = `«${person.personId}/${round}/${at}»`;
          words.push(word);
          typeAs(doc, { ...person, title: '' }, null, () => sectionText(doc, 'course').insert(Math.floor(random() * (sectionText(doc, 'course').length + 1)), word));
          doc.off('update', listen);
          waiting.push(Y.mergeUpdates(updates));
          const killed = at === killAt ? new Promise((resolve) => setTimeout(resolve, random() * 8)).then(() => console.kill()) : null;
          while (waiting.length > 0 && (await console.send({ caseId, sessionId, update: waiting[0] }))) waiting.shift();
          if (!killed) continue;
          await killed;
          if (round % 3 === 0 && person === chen) await platform.killAndMeasure();
          await console.start(true);
          // What was not acknowledged goes once more, as the window does it.
          while (waiting.length > 0 && (await console.send({ caseId, sessionId, update: waiting[0] }))) waiting.shift();
        }
        expect(waiting).toEqual([]);
      }
    };
    await Promise.all([typing(lead, chen), typing(partner, he)]);
    const read = (console: KilledConsole): Promise<MinutesView> => console.call<MinutesView>('minutes.open', { caseId });
    const letters = words.join('').length;
    await until('both have all of it', async () => {
      const views = await Promise.all([read(lead), read(partner)]);
      return views.every((view) => view.unsent === 0 && textOf(view, 'course').length >= letters);
    }, 60_000);
    const text = textOf(await read(lead), 'course');
    // A word may have another put into its middle: every letter is there, none of them twice.
    expect(text.split('').toSorted()).toEqual(words.join('').split('').toSorted());
    expect(textOf(await read(partner), 'course')).toBe(text);
    for (const console of [lead, partner]) expect(await console.call('audit.list', { subject: caseId })).toMatchObject({ isIntact: true });
  }, 60_000 + kills * 20_000);
});
