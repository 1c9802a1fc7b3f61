import { canonicalJson } from '../../../shared/mdt/canonical.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { AnyCommand } from '../../../shared/mdt/command.ts';

/** One value somebody wrote, or chose. */
interface Write {
  readonly commandId: string;
  readonly value: string;
  readonly hand: string;
  readonly version: number;
}

/** What a window showed of each field: the commands whose values stood there. */
export type Seen = ReadonlyMap<string, ReadonlySet<string>>;

/** What a record shows, by field. */
export function seenOf(record: CaseRecord): Seen {
  const seen = new Map<string, Set<string>>();
  for (const [path, { stamp }] of Object.entries(record.fieldStamps)) seen.set(path, new Set([stamp.commandId]));
  for (const { path, values } of record.conflicts) for (const { stamp } of values) seen.set(path, (seen.get(path) ?? new Set()).add(stamp.commandId));
  return seen;
}

/** What a field went through: the value that holds, and those that wait for a choice. */
interface Field {
  holds: Write;
  waiting: Write[];
}

/**
 * Follows every field of one case by a rule of its own: a value written without sight of another hand's newer one never
 * takes its place, and both stay listed until a person who has seen them decides.
 */
export class ConflictModel {
  readonly #fields = new Map<string, Field>();
  #version = 0;

  /**
   * @param seen what the author's window showed when they wrote; null where nobody looked
   * @returns what the record says otherwise than it should, in words
   */
  follow(command: AnyCommand, record: CaseRecord, seen: Seen | null): string[] {
    this.#version += 1;
    const before = new Map([...this.#fields].map(([path, field]) => [path, [field.holds, ...field.waiting]]));
    const wrong = this.#apply(command, record);
    for (const [path, { holds, waiting }] of this.#fields) {
      if (!seen) continue;
      const gone = (before.get(path) ?? []).filter((entry) => ![holds, ...waiting].includes(entry));
      const unseen = gone.find((entry) => entry.commandId !== '' && entry.hand !== handOf(command) && !seen.get(path)?.has(entry.commandId));
      if (unseen) wrong.push(`${path}: ${unseen.value} of ${unseen.hand} was replaced by somebody who had not seen it`);
    }
    return wrong;
  }

  #apply(command: AnyCommand, record: CaseRecord): string[] {
    const group = command.type === 'case.edit' ? 'request' : command.type === 'decision.edit' ? 'decision' : null;
    const payload = command.payload as { fields?: Record<string, unknown>; path?: string; chosen?: number; value?: unknown };
    if (command.type === 'case.create') for (const [key, value] of Object.entries(payload.fields ?? {})) this.#fields.set(`request.${key}`, { holds: { commandId: '', value: text(value), hand: 'created', version: 0 }, waiting: [] });
    if (group) for (const [key, value] of Object.entries(payload.fields ?? {})) this.#write(`${group}.${key}`, { commandId: command.id, value: text(value), hand: handOf(command), version: this.#version }, command.baseVersion);
    if (command.type === 'conflict.write' && payload.path !== undefined) this.#settle(payload.path, text(payload.value), command);
    if (command.type === 'conflict.resolve' && payload.path !== undefined) this.#resolve(payload.path, payload.chosen ?? 0, command);
    return this.#compare(record);
  }

  #write(path: string, write: Write, seen: number): void {
    const field = this.#fields.get(path);
    if (!field) return void this.#fields.set(path, { holds: write, waiting: [] });
    const { holds, waiting } = field;
    const all = [holds, ...waiting];
    if (waiting.length > 0) {
      if (all.some((entry) => entry.value === write.value)) return;
      const own = all.findIndex((entry) => entry.hand === write.hand);
      if (own === 0) field.holds = write;
      else if (own > 0) waiting[own - 1] = write;
      else waiting.push(write);
    } else if (holds.value !== write.value) {
      const hasSeen = holds.version <= seen || holds.hand === write.hand;
      if (hasSeen) field.holds = write;
      else waiting.push(write);
    }
  }

  #resolve(path: string, chosen: number, command: AnyCommand): void {
    const field = this.#fields.get(path);
    const value = field && [field.holds, ...field.waiting][chosen];
    if (!value) throw new Error(`a choice was made for ${path}, which nobody wrote`);
    this.#settle(path, value.value, command);
  }

  #settle(path: string, value: string, command: AnyCommand): void {
    const [hand, seen] = [handOf(command), command.baseVersion];
    const field = this.#fields.get(path);
    const all = field ? [field.holds, ...field.waiting] : [];
    if (all.length < 2) throw new Error(`a choice was made for ${path}, where nothing waited`);
    if (all.some((entry) => entry.version > seen && entry.hand !== hand)) throw new Error(`${path} was decided by somebody who had not seen every value`);
    this.#fields.set(path, { holds: { commandId: command.id, value, hand, version: this.#version }, waiting: [] });
  }

  #compare(record: CaseRecord): string[] {
    const wrong: string[] = [];
    for (const [path, { holds, waiting }] of this.#fields) {
      const [group, key] = path.split('.') as ['request' | 'decision', string];
      const shown = text((record[group] as Record<string, unknown>)[key]);
      if (shown !== holds.value) wrong.push(`${path} shows ${shown} where ${holds.value} holds`);
      const listed = record.conflicts.find((conflict) => conflict.path === path)?.values.map((entry) => text(entry.value)) ?? [];
      const expected = waiting.length === 0 ? [] : [holds, ...waiting].map((entry) => entry.value);
      if (listed.join('|') !== expected.join('|')) wrong.push(`${path} lists [${listed.join(', ')}] where [${expected.join(', ')}] wait`);
    }
    return wrong;
  }
}

const text = (value: unknown): string => canonicalJson(value ?? null);
const handOf = ({ actor, deviceId }: AnyCommand): string => `${actor.personId}@${deviceId}`;
