import { describe, expect, it } from 'vitest';
import { mayAttachFiles } from '../../shared/mdt/evidenceObjects.ts';
import { filedAs, pictureKinds } from '../../shared/attachment/kinds.ts';
import type { AttachmentKind } from '../../shared/attachment/kinds.ts';
import { applyCommand } from '../../shared/mdt/apply.ts';
import { canonicalJson } from '../../shared/mdt/canonical.ts';
import { signedContent, type CaseRecord } from '../../shared/mdt/caseRecord.ts';
import type { ManifestEntry } from '../../shared/mdt/command.ts';
import type { Actor } from '../../shared/mdt/directory.ts';
import { command, freeze, fullDecision, image, opinion, people, replay, untilDiscussion } from './support.ts';

const report: ManifestEntry = { sopInstanceUID: '1.2.40', sopClassUID: '1.2.840.10008.5.1.4.1.1.88.33', seriesInstanceUID: '1.2.41', modality: 'SR', sha256: 'c'.repeat(64), byteLength: 900 };
const keyImages: ManifestEntry = { ...report, sopInstanceUID: '1.2.50', sopClassUID: '1.2.840.10008.5.1.4.1.1.88.59', seriesInstanceUID: '1.2.51', modality: 'KO', sha256: 'd'.repeat(64) };
const state: ManifestEntry = { ...report, sopInstanceUID: '1.2.60', sopClassUID: '1.2.840.10008.5.1.4.1.1.11.1', seriesInstanceUID: '1.2.61', modality: 'PR', sha256: 'e'.repeat(64) };
const attached = (kind: AttachmentKind, uid: string): ManifestEntry => ({ ...report, sopInstanceUID: uid, sopClassUID: filedAs[kind].sopClassUID, modality: filedAs[kind].modality });

const attach = (record: CaseRecord, actor: Actor, ...instances: ManifestEntry[]): CaseRecord => applyCommand(record, command('case.attachImaging', actor, { instances })) as CaseRecord;
const reasonOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { reason?: string }).reason ?? String(error);
  }
  return 'accepted';
};
/** The case after its first commands: 1 draft, 3 submitted, 4 accepted, 5 scheduled, 7 ready, 8 in discussion. */
const after = (commands: number): CaseRecord => replay(untilDiscussion().slice(0, commands));
const cite = (record: CaseRecord, objectUIDs?: string[]): CaseRecord =>
  applyCommand(record, command('evidence.cite', people.expert, { seriesInstanceUID: '1.2.9', sopInstanceUID: '1.2.3', positionMm: [0, 1, 2], window: { centre: -600, width: 1500 }, note: '结节', ...(objectUIDs ? { objectUIDs } : {}) })) as CaseRecord;

describe('reports, key images and presentation states', () => {
  it.each([1, 3, 4, 5, 7, 8])('are added by experts and doctors of both hospitals after %i commands', (commands) => {
    for (const actor of [people.expert, people.physicist, people.chair, people.doctor, people.colleague]) {
      expect(attach(after(commands), actor, report, keyImages, state).imaging.map((entry) => entry.sopInstanceUID).slice(-3)).toEqual(['1.2.40', '1.2.50', '1.2.60']);
    }
  });

  it('leave the reported presence of the images as it is', () => {
    const ready = after(7);
    expect(attach(ready, people.expert, report).presence).toEqual(ready.presence);
  });

  it('are refused from an administrator and from a third hospital', () => {
    expect([people.administrator, people.stranger].map((actor) => reasonOf(() => attach(after(8), actor, report)))).toEqual(['not-permitted', 'not-permitted']);
  });

  it('do not open a way for images: neither beside them nor under their SOP class or modality', () => {
    const other = { ...image, sopInstanceUID: '1.2.77' };
    for (const instances of [[other], [report, other], [{ ...other, modality: 'SR' }], [{ ...report, modality: 'CT' }], [{ ...report, sopClassUID: 'toString' }]]) {
      expect(reasonOf(() => attach(after(8), people.expert, ...instances))).toBe('not-permitted');
      expect(reasonOf(() => attach(after(8), people.doctor, ...instances))).toBe('illegal-transition');
    }
    expect(reasonOf(() => attach(after(1), people.doctor, other))).toBe('accepted');
    expect(reasonOf(() => attach(after(1), people.expert, other))).toBe('not-permitted');
  });

  it('never take the place of another object; the same one again changes nothing', () => {
    const once = attach(after(8), people.expert, report);
    expect(attach(once, people.colleague, report).imaging).toEqual(once.imaging);
    expect(reasonOf(() => attach(once, people.expert, { ...report, sha256: 'f'.repeat(64) }))).toBe('invalid');
    expect(reasonOf(() => attach(once, people.expert, { ...report, sopInstanceUID: image.sopInstanceUID }))).toBe('invalid');
  });

  it('are refused once the content is frozen, and when the case is closed', () => {
    const spoken = replay([...untilDiscussion(), opinion(people.expert, 'medicalOncology'), command('decision.edit', people.chair, { fields: fullDecision })]);
    const read = applyCommand(spoken, command('decision.readBack', people.chair, { text: 'read', objections: '' }, spoken.version)) as CaseRecord;
    const frozen = applyCommand(read, freeze(read)) as CaseRecord;
    expect(reasonOf(() => attach(frozen, people.expert, report))).toBe('illegal-transition');
    const declined = applyCommand(after(3), command('case.decline', people.coordinator, { reason: 'r' })) as CaseRecord;
    const cancelled = applyCommand(after(4), command('case.cancel', people.doctor, { reason: 'r' })) as CaseRecord;
    expect([declined, cancelled].map((record) => reasonOf(() => attach(record, people.expert, report)))).toEqual(['illegal-transition', 'illegal-transition']);
  });
});

describe('pictures and documents from files', () => {
  const every = ([...pictureKinds, 'pdf'] as const).map((kind, index) => attached(kind, `1.3.${index}`));

  it.each([1, 3, 4, 5, 7, 8])('are added by experts and doctors of both hospitals after %i commands, as evidence is', (commands) => {
    for (const actor of [people.expert, people.chair, people.doctor, people.colleague]) expect(attach(after(commands), actor, ...every).imaging.slice(-5)).toEqual(every);
    expect([people.administrator, people.stranger].map((actor) => reasonOf(() => attach(after(commands), actor, ...every)))).toEqual(['not-permitted', 'not-permitted']);
  });

  it('are offered to exactly those who may add them', () => {
    const [picture = report] = every;
    for (const commands of [1, 3, 4, 5, 7, 8]) {
      for (const actor of Object.values(people)) expect([actor.personId, commands, mayAttachFiles(after(commands), actor)]).toEqual([actor.personId, commands, reasonOf(() => attach(after(commands), actor, picture)) === 'accepted']);
    }
  });

  it('are known by SOP class with modality: neither opens a way for other images', () => {
    const [picture = report] = every;
    for (const other of [{ ...picture, modality: 'CT' }, { ...picture, sopClassUID: image.sopClassUID }, { ...picture, modality: 'DOC' }]) expect(reasonOf(() => attach(after(8), people.expert, other))).toBe('not-permitted');
  });

  it('never take the place of another object', () => {
    const once = attach(after(8), people.expert, ...every);
    expect(reasonOf(() => attach(once, people.expert, ...every.map((entry) => ({ ...entry, sha256: 'f'.repeat(64) }))))).toBe('invalid');
  });
});

describe('cited evidence', () => {
  it('names objects that are in the case, and no others', () => {
    const record = attach(after(8), people.expert, report, state);
    expect(cite(record, ['1.2.40', '1.2.60']).evidence.at(-1)).toMatchObject({ objectUIDs: ['1.2.40', '1.2.60'], note: '结节' });
    expect(reasonOf(() => cite(record, ['1.2.50']))).toBe('not-found');
    expect(reasonOf(() => cite(record, ['not a uid']))).toBe('invalid');
  });

  it('is signed as before where it names none', () => {
    const record = cite(after(8));
    expect(canonicalJson(signedContent(record))).not.toContain('objectUIDs');
  });
});
