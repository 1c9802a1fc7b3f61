import { join } from 'node:path';
import { AppError } from '../../../shared/errors/appError.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { Stream } from '../../../shared/mdt/command.ts';
import { actorOf, type Person } from '../../../shared/mdt/directory.ts';
import type { MeetingRecord } from '../../../shared/mdt/meetingRecord.ts';
import { listOutbox, countOutbox } from '../../../electron/core/store/streams.ts';
import type { Committed } from '../../../shared/sync/protocol.ts';
import { isPermitted } from '../../../shared/mdt/rights.ts';
import { fullRequest } from '../../mdt/support.ts';
import { casePayload, chooseForCase, chooseForMeeting, type Choice } from './chooseCommand.ts';
import type { Seen } from './conflictModel.ts';
import { crossForms } from './crossForms.ts';
import type { Dice } from './dice.ts';
import { noFaults, randomFaults, Refused } from './faults.ts';
import { judgePending } from './judgePending.ts';
import { prologueOf } from './prologue.ts';
import { crashTables, SimulatedConsole } from './simulatedConsole.ts';
import { SimulatedPlatform } from './simulatedPlatform.ts';
import { smuggled } from './smuggled.ts';
import { copyFiles, staff, type Templates } from './template.ts';
import { windowOf, type Window } from './window.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Consoles, a platform, and what a seed does to them. */
export class World {
  readonly platform: SimulatedPlatform;
  readonly consoles: readonly SimulatedConsole[];
  readonly streams: Stream[] = [];
  readonly trace: string[] = [];
  /** What did not hold on the way. */
  readonly wrong: string[] = [];
  readonly counts = { confirmed: 0, refusedHere: 0, smuggled: 0, crashes: 0, lost: 0, restores: 0 };
  /** What the window showed when a command was made, by command id. */
  readonly seen = new Map<string, Seen>();
  readonly #dice: Dice;
  readonly #isContested: boolean;
  /** Whether the platform is put back from older copies. */
  readonly #restores: boolean;
  /** Whose people write the same fields in a contested seed: a draft is edited by the partner, a decision by the lead. */
  readonly #writers: string | null;
  #nowMs = 1_800_000_000_000;
  #late: { readonly atStep: number; readonly choice: Choice; readonly stream: Stream; readonly at: SimulatedConsole; readonly window: Window }[] = [];
  #step = 0;

  private constructor(dice: Dice, folder: string, templates: Templates, platform: SimulatedPlatform) {
    this.#dice = dice;
    this.#isContested = dice.chance(0.6);
    this.#restores = dice.chance(0.3);
    this.platform = platform;
    this.#writers = this.#isContested ? dice.pick(['gd-cancer', 'zhuhai']) : null;
    const homes = ['gd-cancer', 'zhuhai', this.#writers ?? dice.pick(['gd-cancer', 'zhuhai']), ...Array.from({ length: dice.below(4) }, () => this.#writers ?? dice.pick(['gd-cancer', 'gd-cancer', 'zhuhai', 'shaoguan']))];
    this.consoles = homes.map((home, index) => {
      copyFiles(templates.console, join(folder, `console-${index}-0`));
      return new SimulatedConsole({ index, home, skewMs: dice.chance(0.5) ? 0 : Math.round((dice.random() - 0.5) * 16 * hourMs), folder, platform, worldMs: () => this.#nowMs });
    });
  }

  /** @param onCommitted told of every command the platform took, in its order */
  static async open(dice: Dice, folder: string, templates: Templates, onCommitted: (committed: Committed) => void): Promise<World> {
    copyFiles(templates.platform, join(folder, 'platform-0'));
    return new World(dice, folder, templates, await SimulatedPlatform.open(folder, onCommitted));
  }

  #say(line: string): void {
    this.trace.push(`${String(this.#step).padStart(4)}  ${line}`);
  }

  /** Brings a case some way towards its discussion, so that seeds reach signatures too. */
  async prologue(): Promise<void> {
    const dice = this.#dice;
    const [lead, partner] = this.consoles;
    if (!lead || !partner) throw new Error('a world has two consoles at least');
    const stream: Stream = { kind: 'case', id: dice.id() };
    this.streams.push(stream);
    const all = prologueOf(dice);
    const length = this.#writers === 'zhuhai' ? 2 : this.#writers === 'gd-cancer' ? 9 : dice.chance(0.5) ? all.length : 1 + dice.below(all.length);
    for (const [who, type, given] of all.slice(0, length)) {
      const person = staff.find(({ id }) => id === who);
      if (!person) throw new Error(`nobody is called ${who}`);
      const at = person.hospitalId === lead.home ? lead : partner;
      this.#signIn(at, person);
      await at.exchange(noFaults);
      const record = at.look(stream);
      const payload = given ?? (record ? casePayload(type, record as CaseRecord, person, dice) : {});
      this.#submit(at, stream, { person, type, payload }, windowOf(record));
      await at.exchange(noFaults);
    }
  }

  async step(): Promise<void> {
    const dice = this.#dice;
    this.#step += 1;
    this.#nowMs += dice.chance(0.03) ? dayMs : 1000 + dice.below(600_000);
    const at = dice.pick(this.consoles);
    const late = this.#late.find((entry) => entry.atStep <= this.#step);
    if (late) {
      this.#late = this.#late.filter((entry) => entry !== late);
      this.#submit(late.at, late.stream, late.choice, late.window);
      return;
    }
    if (this.#restores && dice.chance(0.03)) return this.#loseThePlatform();
    if (this.#isContested && dice.chance(0.04)) return this.#cross(at);
    const what = dice.random();
    if (what < (this.#isContested ? 0.66 : 0.5)) this.#act(at);
    else if (what < 0.88) await this.#exchange(at);
    else if (what < 0.91) this.#signInSomebody(at);
    else if (what < 0.93) this.#goOffline(at);
    else if (what < 0.95) this.#crash(at);
    else if (what < 0.96) await this.#crashPlatform();
    else if (what < 0.985) await this.#deliverLate(at);
    else this.#smuggle(at);
  }

  #teamOf(at: SimulatedConsole): Person[] {
    return staff.filter((person) => person.hospitalId === at.home);
  }

  #signInSomebody(at: SimulatedConsole): void {
    if (this.#dice.chance(0.2)) return at.signOut();
    // Now and then somebody of another hospital visits.
    const guests = this.#dice.chance(0.1) ? staff : this.#teamOf(at);
    this.#signIn(at, this.#dice.pick(guests));
  }

  #signIn(at: SimulatedConsole, person: Person): void {
    if (at.person === person) return;
    at.signIn(person);
    this.#say(`console ${at.index} (${at.home}): ${person.id} signs in`);
  }

  #goOffline(at: SimulatedConsole): void {
    const lengthMs = this.#dice.chance(0.15) ? 7 * dayMs : this.#dice.below(6) * hourMs;
    at.offlineUntilMs = this.#nowMs + lengthMs;
    this.#say(`console ${at.index}: offline for ${lengthMs / hourMs} h`);
  }

  #crash(at: SimulatedConsole): void {
    this.#say(`console ${at.index}: crashes`);
    at.crash();
    this.counts.crashes += 1;
  }

  async #crashPlatform(): Promise<void> {
    this.#say('the platform crashes');
    await this.platform.crash();
    this.counts.crashes += 1;
  }

  /** Two consoles of one hospital write the same over each other's back. */
  async #cross(at: SimulatedConsole): Promise<void> {
    const dice = this.#dice;
    const cases = this.streams.filter(({ kind }) => kind === 'case');
    const other = this.consoles.find((candidate) => candidate !== at && candidate.home === at.home && candidate.isOnline);
    const stream = cases[dice.below(cases.length)];
    const writer = this.#teamOf(at).find(({ roles }) => roles.includes(at.home === 'gd-cancer' ? 'chair' : 'partnerDoctor'));
    if (!other || !stream || !writer || !at.isOnline) return;
    await crossForms({
      dice, windowOf, signIn: (who, person) => this.#signIn(who, person), exchange: (who) => this.#exchange(who),
      submit: (who, choice, window) => this.#submit(who, stream, choice, window),
    }, at, other, stream, writer);
  }

  /** A copy of the platform is made, or it is put back from the last one. */
  async #loseThePlatform(): Promise<void> {
    if (this.#dice.chance(0.5)) {
      this.platform.backUp();
      this.#say('a copy of the platform is made');
    } else if (await this.platform.restore(this.#nowMs)) {
      this.counts.restores += 1;
      this.#say('the platform is put back from the last copy');
    }
  }

  async #deliverLate(at: SimulatedConsole): Promise<void> {
    if (await at.deliverLimbo()) this.#say(`console ${at.index}: an old request arrives late`);
  }

  async #exchange(at: SimulatedConsole): Promise<void> {
    if (!at.isOnline) return;
    const faults = randomFaults(this.#dice.random);
    const table = this.#dice.chance(0.05) ? this.#dice.pick(crashTables) : null;
    if (table !== null) at.armCrash(table);
    const names = Object.entries(faults).filter(([, value]) => value !== false && value !== null).map(([name, value]) => `${name}${value === true ? '' : `=${value}`}`);
    this.#say(`console ${at.index}: exchange ${names.join(' ')}${table === null ? '' : ` dies in ${table}`}`);
    await this.#survive(at, async () => {
      await at.exchange(faults);
      this.wrong.push(...judgePending(at));
    });
    if (table !== null) at.disarmCrash();
  }

  /** Failures of the line are the console's daily bread; a power cut ends it. */
  async #survive(at: SimulatedConsole, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof Refused) {
        this.counts.lost += 1;
        this.#say(`console ${at.index}: ${error.message}`);
      } else if (isPowerCut(error)) this.#crash(at);
      else throw error;
    }
  }

  #act(at: SimulatedConsole): void {
    const dice = this.#dice;
    if (!at.person) this.#signIn(at, dice.pick(this.#teamOf(at)));
    if (this.streams.length < 2 || (this.streams.length < (this.#isContested ? 2 : 5) && dice.chance(0.04))) return this.#begin(at);
    const stream = dice.pick(this.streams);
    const record = at.look(stream);
    if (!record) return;
    const caseIds = this.streams.filter(({ kind }) => kind === 'case').map(({ id }) => id);
    const choice = stream.kind === 'case' ? chooseForCase(record as CaseRecord, this.#teamOf(at), dice, this.#isContested) : chooseForMeeting(record as MeetingRecord, caseIds, this.#teamOf(at), dice);
    const window = windowOf(record);
    // A form that stays open: what is typed now is saved later, on the version it was typed on.
    if (dice.chance(this.#isContested ? 0.4 : 0.15)) this.#late.push({ atStep: this.#step + 1 + dice.below(20), choice, stream, at, window });
    else this.#submit(at, stream, choice, window);
  }

  #begin(at: SimulatedConsole): void {
    const dice = this.#dice;
    const isCase = !this.streams.some(({ kind }) => kind === 'case') || dice.chance(0.6);
    const stream: Stream = { kind: isCase ? 'case' : 'meeting', id: dice.id() };
    const payload = isCase ? { caseNo: `C-${this.streams.length}`, leadHospitalId: 'gd-cancer', fields: fullRequest } : { title: 'm', startMs: this.#nowMs, hospitalIds: dice.chance(0.5) ? ['gd-cancer', 'zhuhai'] : ['gd-cancer', 'zhuhai', 'shaoguan'] };
    const able = this.#teamOf(at).filter((person) => isPermitted(isCase ? 'case.create' : 'meeting.plan', actorOf(person), { requestingHospitalId: at.home, leadHospitalId: at.home }));
    if (able.length === 0) return;
    const isDone = this.#submit(at, stream, { person: dice.pick(able), type: isCase ? 'case.create' : 'meeting.plan', payload }, windowOf(null));
    if (isDone) this.streams.push(stream);
  }

  #submit(at: SimulatedConsole, stream: Stream, { person, type, payload }: Choice, { baseVersion, seen }: Window): boolean {
    const dice = this.#dice;
    this.#signIn(at, person);
    const commandId = dice.id();
    this.seen.set(commandId, seen);
    const table = dice.chance(0.03) ? dice.pick(['command', 'outbox', 'audit'] as const) : null;
    if (table !== null) at.armCrash(table);
    const what = `console ${at.index}: ${person.id} ${type} ${JSON.stringify(payload)} on ${stream.id.slice(-2)} v${baseVersion} as ${commandId.slice(-3)}`;
    try {
      at.submit({ commandId, stream, type, actor: actorOf(person), baseVersion, payload });
      // A window that got no answer asks again with the same id.
      if (dice.chance(0.1)) at.submit({ commandId, stream, type, actor: actorOf(person), baseVersion, payload });
      this.counts.confirmed += 1;
      this.#say(what);
      return true;
    } catch (error) {
      if (isPowerCut(error)) this.#crash(at);
      else if (!(error instanceof AppError)) throw error;
      this.counts.refusedHere += 1;
      this.#say(`${what}: ${error instanceof AppError ? error.reason : 'power cut'}`);
      return false;
    } finally {
      if (table !== null) at.disarmCrash();
    }
  }

  #smuggle(at: SimulatedConsole): void {
    const dice = this.#dice;
    const cases = this.streams.filter(({ kind }) => kind === 'case');
    const { person } = at;
    const stream = cases[dice.below(cases.length)];
    if (!person || !stream || at.context.store.db.prepare('SELECT 1 FROM command WHERE stream_id = ?').get(stream.id) === undefined) return;
    const command = smuggled(dice, stream, person, at.index, this.#nowMs);
    at.smuggle(command);
    this.counts.smuggled += 1;
    this.#say(`console ${at.index}: smuggles ${command.type} as ${command.id.slice(-3)}`);
  }

  /** Everybody back on the line, everybody signs in once more, until nothing moves. @throws {Error} when it never ends */
  async quiet(): Promise<void> {
    for (const at of this.consoles) while (await at.deliverLimbo());
    for (const entry of this.#late.splice(0)) this.#submit(entry.at, entry.stream, entry.choice, entry.window);
    for (const at of this.consoles) at.offlineUntilMs = 0;
    for (let round = 0; round < 30; round += 1) {
      let isQuiet = true;
      for (const at of this.consoles) {
        const authors = listOutbox(at.store.db, 5000).map(({ actor }) => actor.personId);
        const readers = [...at.hospitals].map((hospitalId) => staff.find((person) => person.hospitalId === hospitalId)?.id ?? '');
        for (const id of new Set([...authors, ...readers])) {
          const person = staff.find((candidate) => candidate.id === id);
          if (!person) throw new Error(`nobody is called ${id}`);
          at.signIn(person);
          const before = at.positionOf(person.hospitalId);
          await at.exchange(noFaults);
          if (at.positionOf(person.hospitalId) !== before) isQuiet = false;
        }
        if (countOutbox(at.store.db) > 0) isQuiet = false;
      }
      if (isQuiet) return;
    }
    throw new Error('it never came to rest: something is sent or received again and again');
  }

  async close(): Promise<void> {
    for (const at of this.consoles) at.close();
    await this.platform.close();
  }
}

const isPowerCut = (error: unknown): boolean => error instanceof Error && error.message.includes('power cut');
