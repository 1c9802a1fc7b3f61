import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Dice } from '../../sync/support/dice.ts';
import type { Stream } from '../../../shared/mdt/command.ts';
import { sampleRequest, until } from '../support/console.ts';
import { CommandLoad } from './commandLoad.ts';
import { ImagingLoad, type ImagedCase } from './imagingLoad.ts';
import { assertCoreBlobsWhole, assertPlatformBlobsWhole, holdingOfDeadCore, holdingOfLiveCore, holdingOfPlatform, type CoreHolding, type PlatformHolding } from './inspect.ts';
import { LiveCore } from './liveCore.ts';
import { freePort, LivePlatform } from './livePlatform.ts';

/** Each is killed at random moments: a console's core, the process that serves the platform, or that and its supervisor. */
const victims = ['partner', 'partner', 'partner', 'lead', 'lead', 'serving', 'serving', 'platform'] as const;
type Victim = (typeof victims)[number];

export interface CrashOptions {
  readonly folder: string;
  readonly seed: number;
  readonly kills: number;
  /** After so many kills everything is let come to rest, compared on all sides, and begun anew with other cases. */
  readonly killsAnEpoch: number;
  readonly say: (line: string) => void;
}

export interface CrashReport {
  readonly kills: Readonly<Record<Victim, number>>;
  /** Commands both cores answered yes to; all were found committed once, on every side. */
  readonly acknowledged: number;
  readonly platformCommands: number;
  /** Proved by hash on the partner's console, the platform and the lead's console. */
  readonly blobs: number;
}

interface Epoch {
  readonly draft: Stream;
  readonly shared: Stream;
  readonly partner: CommandLoad;
  readonly lead: CommandLoad;
  readonly imaging: ImagingLoad;
}

/**
 * Two consoles and a platform as processes of their own under a load of commands, imports, uploads and downloads, killed
 * one by one at random moments. After every kill: databases sound, audit chains whole, nothing acknowledged lost, blobs
 * whole. After every epoch: records equal on all sides, nothing doubled.
 *
 * @throws {Error} naming what was found wrong
 */
export async function runCrash(options: CrashOptions): Promise<CrashReport> {
  const run = new CrashRun(options);
  try {
    return await run.run();
  } finally {
    await run.stop();
  }
}

class CrashRun {
  readonly #options: CrashOptions;
  readonly #dice: Dice;
  #platform!: LivePlatform;
  #partner!: LiveCore;
  #lead!: LiveCore;
  readonly #kills: Record<Victim, number> = { partner: 0, lead: 0, serving: 0, platform: 0 };
  readonly #proved = { partner: new Set<string>(), lead: new Set<string>(), platform: new Set<string>() };
  #acknowledged = 0;

  constructor(options: CrashOptions) {
    this.#options = options;
    this.#dice = new Dice(options.seed);
  }

  async run(): Promise<CrashReport> {
    const { folder, kills, killsAnEpoch, say } = this.#options;
    this.#platform = new LivePlatform({ dataDir: join(folder, 'platform'), key: randomBytes(32), port: await freePort() });
    await this.#platform.start();
    const console = (name: 'partner' | 'lead', account: string): LiveCore => new LiveCore({ name, dataDir: join(folder, name), key: randomBytes(32), account, platformUrl: this.#platform.url });
    this.#partner = console('partner', 'he.doctor');
    this.#lead = console('lead', 'zhou.coord');
    for (const core of [this.#partner, this.#lead]) {
      await core.start();
      await core.signIn();
    }
    for (let killed = 0; killed < kills; ) {
      const epoch = await this.#beginEpoch();
      for (let at = 0; at < killsAnEpoch && killed < kills; at += 1, killed += 1) await this.#killOnce(epoch, killed);
      await this.#endEpoch(epoch);
      say(`${killed} of ${kills} kills: ${this.#acknowledged} commands acknowledged, ${this.#proved.lead.size} blobs on all sides, everything equal`);
    }
    return { kills: this.#kills, acknowledged: this.#acknowledged, platformCommands: holdingOfPlatform(this.#platform.dataDir, this.#platform.key, false).commands.size, blobs: this.#proved.lead.size };
  }

  async stop(): Promise<void> {
    await Promise.all([this.#partner?.stop(), this.#lead?.stop()]);
    await this.#platform?.stop();
  }

  async #beginEpoch(): Promise<Epoch> {
    const dice = this.#dice;
    const draft = { kind: 'case', id: dice.id() } as const;
    await this.#partner.call('record.submit', { commandId: dice.id(), stream: draft, type: 'case.create', baseVersion: 0, payload: { caseNo: draft.id.slice(-6), leadHospitalId: 'gd-cancer', fields: sampleRequest } });
    const folder = join(this.#options.folder, `studies-${dice.id()}`);
    mkdirSync(folder);
    const imaging = new ImagingLoad(this.#partner, dice, folder);
    const shared = { kind: 'case', id: (await imaging.takeOne()).caseId } as const;
    await until('the case is at the lead hospital', async () => (await this.#lead.call('case.list', {})).cases.some(({ record }) => record.id === shared.id && record.state === 'submitted'));
    await this.#lead.call('record.submit', { commandId: dice.id(), stream: shared, type: 'case.accept', baseVersion: 2, payload: { route: 'mdt' } });
    await until('the case is accepted', async () => (await this.#partner.call('case.get', { caseId: shared.id })).record.state === 'accepted');
    return {
      draft, shared, imaging,
      partner: new CommandLoad(this.#partner, dice, await this.#opinions(this.#partner, shared, draft)),
      lead: new CommandLoad(this.#lead, dice, await this.#opinions(this.#lead, shared, null)),
    };
  }

  /** Both consoles write on the same case; the partner's edits its own draft too. */
  async #opinions(core: LiveCore, shared: Stream, draft: Stream | null): Promise<ConstructorParameters<typeof CommandLoad>[2]> {
    const { person } = await core.call('session.current', {});
    if (!person) throw new Error(`nobody is signed in at ${core.name}`);
    const { id: personId, name: personName, title: personTitle, hospitalId } = person;
    const opinionId = this.#dice.id();
    return (count) =>
      draft && count % 2 === 0
        ? { stream: draft, type: 'case.edit', payload: { fields: { history: `entry ${count}` } } }
        : { stream: shared, type: 'opinion.state', payload: { opinionId, personId, personName, personTitle, hospitalId, discipline: 'radiationOncology', stance: 'agree', text: `${count}` } };
  }

  async #killOnce(epoch: Epoch, killed: number): Promise<void> {
    const victim = this.#dice.pick(victims);
    const delayMs = 30 + this.#dice.below(700);
    const loads = [epoch.partner, epoch.lead, epoch.imaging];
    for (const load of loads) load.begin();
    await new Promise((done) => setTimeout(done, delayMs));
    try {
      await this.#kill(victim);
    } catch (error) {
      throw new Error(`kill ${killed + 1} (${victim}, after ${delayMs} ms, seed ${this.#options.seed})`, { cause: error });
    }
    for (const load of loads) await load.end();
    this.#kills[victim] += 1;
    await this.#assertNothingLost(epoch, victim);
    if (victim === 'platform') await this.#platform.start();
    if (victim === 'partner') await this.#restart(this.#partner);
    if (victim === 'lead') await this.#restart(this.#lead);
    await this.#platform.ready();
  }

  async #kill(victim: Victim): Promise<void> {
    if (victim === 'partner') await this.#partner.kill();
    if (victim === 'lead') await this.#lead.kill();
    if (victim === 'serving') this.#platform.killServing();
    if (victim === 'platform') await this.#platform.killAll();
  }

  async #restart(core: LiveCore): Promise<void> {
    await core.start();
    await core.signIn();
  }

  async #assertNothingLost(epoch: Epoch, victim: Victim): Promise<void> {
    const partner = this.#holdingOf(this.#partner, victim === 'partner');
    const lead = this.#holdingOf(this.#lead, victim === 'lead');
    assertHas(partner, epoch.partner.acknowledged, 'partner');
    assertHas(lead, epoch.lead.acknowledged, 'lead');
    const { dataDir, key } = this.#platform;
    if (victim !== 'platform') await this.#platform.ready();
    const platform = holdingOfPlatform(dataDir, key, victim === 'platform');
    for (const [name, holding] of [['partner', partner], ['lead', lead]] as const) assertOrdered(name, holding, platform);
    await this.#proveBlobs(partner, lead, platform);
  }

  #holdingOf(core: LiveCore, isDead: boolean): CoreHolding {
    return isDead ? holdingOfDeadCore(core.dataDir, core.key) : holdingOfLiveCore(core.dataDir, core.key);
  }

  /** Every blob that somebody counts as there is read through once; those of earlier kills were. */
  async #proveBlobs(partner: CoreHolding, lead: CoreHolding, platform: PlatformHolding): Promise<void> {
    const lost = [...partner.confirmedBlobs, ...lead.confirmedBlobs].filter((sha256) => !platform.blobs.has(sha256));
    if (lost.length > 0) throw new Error(`the platform said it has ${lost.join(', ')} and does not`);
    await assertCoreBlobsWhole(this.#partner.dataDir, this.#partner.key, partner.localBlobs.filter(isNew(this.#proved.partner)));
    await assertCoreBlobsWhole(this.#lead.dataDir, this.#lead.key, lead.localBlobs.filter(isNew(this.#proved.lead)));
    await assertPlatformBlobsWhole(this.#platform.dataDir, this.#platform.key, [...platform.blobs].filter(([sha256]) => isNew(this.#proved.platform)(sha256)));
  }

  async #endEpoch(epoch: Epoch): Promise<void> {
    for (const load of [epoch.partner, epoch.lead, epoch.imaging]) await load.settle();
    const streams: Stream[] = [epoch.draft, ...epoch.imaging.done.map(({ caseId }): Stream => ({ kind: 'case', id: caseId }))];
    await this.#quiet(epoch.imaging.done);
    await this.#assertNothingLost(epoch, 'serving');
    const platform = holdingOfPlatform(this.#platform.dataDir, this.#platform.key, false);
    if (new Set(platform.feed).size !== platform.feed.length) throw new Error('a command stands twice in a feed');
    for (const stream of streams) await this.#assertEqual(stream, stream === epoch.draft ? [this.#partner] : [this.#partner, this.#lead], platform);
    for (const [core, load] of [[this.#partner, epoch.partner], [this.#lead, epoch.lead]] as const) {
      const { commands } = holdingOfLiveCore(core.dataDir, core.key);
      const open = [...load.acknowledged.keys()].filter((id) => commands.get(id)?.status !== 'committed');
      if (open.length > 0) throw new Error(`${core.name}: ${open.length} acknowledged commands are not committed after quiet, the first ${open[0]}: ${JSON.stringify(commands.get(open[0] ?? ''))}`);
      this.#acknowledged += load.acknowledged.size;
    }
    for (const { caseId } of epoch.imaging.done) await this.#assertImaged(caseId);
  }

  /** Waits until nothing is on its way and both consoles have every image. */
  async #quiet(cases: readonly ImagedCase[]): Promise<void> {
    const isQuiet = async (): Promise<boolean> => {
      for (const core of [this.#partner, this.#lead]) {
        await core.signIn();
        const { state, outbox, uploads, downloads } = await core.call('sync.status', {});
        if (state !== 'online' || outbox > 0 || uploads.waiting + downloads.waiting > 0) return false;
        const { cases: views } = await core.call('case.list', {});
        for (const { caseId } of cases) {
          const view = views.find(({ record }) => record.id === caseId);
          if (!view || view.pending > 0 || view.imaging.present !== view.imaging.total) return false;
        }
      }
      return true;
    };
    // Two looks: what one console has just sent is still to come at the other.
    for (let looks = 0; looks < 2; looks += 1) {
      await until('everything is at rest', isQuiet, 120_000);
      await new Promise((done) => setTimeout(done, 300));
    }
  }

  /** @param cores those whose hospital has a part in it */
  async #assertEqual(stream: Stream, cores: readonly LiveCore[], platform: PlatformHolding): Promise<void> {
    const seen = platform.versions.get(stream.id);
    if (!seen || seen.version !== seen.commands) throw new Error(`${stream.id}: version ${seen?.version} from ${seen?.commands} commands at the platform`);
    await until(`the consoles show ${stream.id} as the platform does`, async () => {
      const sides = await Promise.all(cores.map((core) => core.call('record.digest', { stream })));
      return sides.every((side) => side.local === side.platform && side.version === side.platformVersion);
    }, 60_000);
  }

  async #assertImaged(caseId: string): Promise<void> {
    for (const core of [this.#partner, this.#lead]) {
      const { instances } = await core.call('imaging.get', { caseId });
      const uids = instances.map(({ header }) => header.sopInstanceUID);
      if (new Set(uids).size !== uids.length) throw new Error(`${core.name}: an object stands twice in ${caseId}`);
      if (instances.some(({ isPresent }) => !isPresent)) throw new Error(`${core.name}: an object of ${caseId} has not arrived`);
    }
  }
}

/** True once for each hash. */
const isNew = (seen: Set<string>) => (sha256: string): boolean => !seen.has(sha256) && seen.add(sha256).size > 0;

function assertHas(holding: CoreHolding, acknowledged: ReadonlyMap<string, Stream>, name: string): void {
  for (const id of acknowledged.keys()) {
    const found = holding.commands.get(id);
    if (!found) throw new Error(`${name}: the acknowledged command ${id} is gone`);
    if (found.status === 'refused') throw new Error(`${name}: the acknowledged command ${id} was refused: ${found.reason}`);
  }
}

function assertOrdered(name: string, holding: CoreHolding, platform: PlatformHolding): void {
  const fed = new Set(platform.feed.map((entry) => entry.split(' ')[1]));
  for (const [id, { version }] of holding.commands) {
    if (version === null) continue;
    if (!platform.commands.has(id)) throw new Error(`${name}: the platform acknowledged ${id} and has lost it`);
    if (!fed.has(id)) throw new Error(`${name}: ${id} is in no feed`);
  }
}
