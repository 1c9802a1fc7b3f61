import type { RefusedCommand } from '../../../shared/ipc/channels.ts';
import { fieldWords } from './fieldWords.ts';

/** Members of payloads that hold what a person wrote. */
const written = ['caseNo', 'title', 'text', 'reason', 'note', 'objections', 'about'] as const;

/** What somebody meant by a command, in words: its fields with their values, or the text they wrote. */
export function meantWords({ type, payload }: Pick<RefusedCommand, 'type' | 'payload'>, t: (key: string) => string): string[] {
  if (typeof payload !== 'object' || payload === null) return [];
  const members = payload as Readonly<Record<string, unknown>>;
  const words = written.flatMap((key) => (typeof members[key] === 'string' && members[key] !== '' ? [members[key]] : []));
  const { fields } = members;
  if (typeof fields !== 'object' || fields === null) return words;
  const group = type === 'decision.edit' ? 'decision' : 'request';
  return [...words, ...Object.entries(fields).map(([key, value]) => `${t(`${group}.${key}`)} ${fieldWords(`${group}.${key}`, value, t)}`)];
}
