import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../shared/mdt/canonical.ts';
import { frozenMinutesSchema, minutesSections } from '../../shared/mdt/minutesSchema.ts';
import { admitUpdate, maximumUpdateBytes } from '../../shared/minutes/admitUpdate.ts';
import { encodeMinutes, mergeMinutes, minutesVector, openMinutes, readSection, typeAs, type MinutesDocument } from '../../shared/minutes/document.ts';
import { freezeMinutes, frozenText } from '../../shared/minutes/freezeMinutes.ts';
import { describeLate } from '../../shared/minutes/lateEdits.ts';
import { author, copyOf, reasonOf, type } from './support.ts';

const chen = author('chen');
const he = author('he', 'zhuhai');

/** What comes of a change nobody's editor makes. */
const forged = (doc: MinutesDocument, change: (doc: MinutesDocument) => void): Uint8Array => {
  const vector = minutesVector(doc);
  doc.transact(() => change(doc));
  return encodeMinutes(doc, vector);
};

describe('admitting an update', () => {
  it('takes it once, and knows it the second time', () => {
    const doc = openMinutes();
    const update = type(openMinutes(), chen, 'course', 0, '患者一般情况可');
    const first = admitUpdate(doc, update, 'chen');
    if (first.status !== 'new') throw new Error(first.status);
    expect(readSection(first.document, 'course')).toBe('患者一般情况可');
    expect(readSection(doc, 'course')).toBe('');
    expect(admitUpdate(first.document, update, 'chen').status).toBe('known');
  });

  it('says what stands on an update that is not here', () => {
    const source = openMinutes();
    type(source, chen, 'course', 0, 'a');
    const second = type(source, chen, 'course', 1, 'b');
    expect(admitUpdate(openMinutes(), second, 'chen').status).toBe('missing');
  });

  it('refuses text under another person\'s name, in every way it could be made', () => {
    const shared = openMinutes(type(openMinutes(), chen, 'course', 0, '陈写的'));
    expect(reasonOf(() => admitUpdate(shared, type(copyOf(shared), chen, 'course', 0, 'x'), 'he'))).toBe('not-permitted');
    const [client] = [...shared.getMap('authors').keys()];
    expect(reasonOf(() => admitUpdate(shared, forged(copyOf(shared), (doc) => {
      doc.getMap('authors').set(String(doc.clientID), he);
      doc.getMap('authors').set(client ?? '', he);
    }), 'he'))).toBe('not-permitted');
    expect(reasonOf(() => admitUpdate(shared, forged(copyOf(shared), (doc) => {
      doc.getMap('authors').set(String(doc.clientID), he);
      doc.getMap('authors').delete(client ?? '');
    }), 'he'))).toBe('not-permitted');
    expect(reasonOf(() => admitUpdate(shared, forged(copyOf(shared), (doc) => doc.getText('course').insert(0, 'no name')), 'he'))).toBe('not-permitted');
    expect(reasonOf(() => admitUpdate(shared, forged(copyOf(shared), (doc) => {
      doc.getMap('authors').set(String(doc.clientID), he);
      doc.getMap('authors').set('99', chen);
    }), 'he'))).toBe('not-permitted');
  });

  it('refuses what is not text in a known section, bytes that are no update, and what is too large', () => {
    const doc = openMinutes();
    const own = (change: (copy: MinutesDocument) => void): Uint8Array => forged(openMinutes(), (copy) => {
      copy.getMap('authors').set(String(copy.clientID), chen);
      change(copy);
    });
    expect(reasonOf(() => admitUpdate(doc, own((copy) => copy.getText('elsewhere').insert(0, 'x')), 'chen'))).toBe('invalid');
    expect(reasonOf(() => admitUpdate(doc, own((copy) => copy.getText('course').insertEmbed(0, { image: 'x' })), 'chen'))).toBe('invalid');
    expect(reasonOf(() => admitUpdate(doc, own((copy) => copy.getText('course').insert(0, 'x', { bold: true })), 'chen'))).toBe('invalid');
    expect(reasonOf(() => admitUpdate(doc, own((copy) => copy.getText('course').setAttribute('x', 1)), 'chen'))).toBe('invalid');
    expect(reasonOf(() => admitUpdate(doc, own((copy) => copy.getMap('authors').set('x', 'nobody')), 'chen'))).toBe('invalid');
    expect(reasonOf(() => admitUpdate(doc, own((copy) => copy.getMap('authors').set('7', new Y.Map())), 'chen'))).toBe('invalid');
    expect(reasonOf(() => admitUpdate(doc, new Uint8Array([1, 2, 3, 250, 250, 250]), 'chen'))).toBe('invalid');
    expect(reasonOf(() => admitUpdate(doc, new Uint8Array(maximumUpdateBytes + 1), 'chen'))).toBe('invalid');
    expect(reasonOf(() => admitUpdate(doc, type(openMinutes(), chen, 'course', 0, 'x'.repeat(100_001)), 'chen'))).toBe('invalid');
    expect(admitUpdate(doc, type(openMinutes(), chen, 'course', 0, 'x'.repeat(100_000)), 'chen').status).toBe('new');
  });
});

describe('freezing', () => {
  it('names who typed each paragraph, in the order of their first character', () => {
    const doc = openMinutes();
    Y.applyUpdate(doc, type(copyOf(doc), chen, 'course', 0, '\n第一段\n\n第三段 \n\n'));
    Y.applyUpdate(doc, type(copyOf(doc), he, 'course', 4, '，何补充'));
    Y.applyUpdate(doc, type(copyOf(doc), he, 'tasks', 0, '复查增强 CT'));
    const frozen = freezeMinutes(doc);
    expect(frozenMinutesSchema.parse(frozen)).toEqual({
      schema: 'mdt-minutes/1',
      sections: [
        { section: 'course', paragraphs: [{ text: '第一段，何补充', authorIds: ['chen', 'he'] }, { text: '', authorIds: [] }, { text: '第三段 ', authorIds: ['chen'] }] },
        { section: 'tasks', paragraphs: [{ text: '复查增强 CT', authorIds: ['he'] }] },
      ],
      authors: [chen, he],
    });
    expect(frozenText(frozen?.sections[0] ?? { section: 'course', paragraphs: [] })).toBe(readSection(doc, 'course').trimStart().trimEnd() + ' ');
  });

  it('gives the same bytes on every copy, whatever way the updates came, and leaves the document as it was', () => {
    const doc = openMinutes();
    const updates = minutesSections.flatMap((section, at) => [chen, he].map((who) => {
      const update = type(copyOf(doc), who, section, 0, `${who.personId} ${at}\n`);
      Y.applyUpdate(doc, update);
      return update;
    }));
    const before = encodeMinutes(doc);
    const other = openMinutes(...updates.toReversed(), ...updates);
    const merged = openMinutes(mergeMinutes(updates));
    expect(canonicalJson(freezeMinutes(other))).toBe(canonicalJson(freezeMinutes(doc)));
    expect(canonicalJson(freezeMinutes(merged))).toBe(canonicalJson(freezeMinutes(doc)));
    expect(encodeMinutes(doc)).toEqual(before);
  });

  it('is null for a document without text, also one that had some', () => {
    const doc = openMinutes();
    expect(freezeMinutes(doc)).toBeNull();
    type(doc, chen, 'course', 0, ' a\n');
    type(doc, chen, 'course', 1, '', 1);
    expect(freezeMinutes(doc)).toBeNull();
  });
});

describe('what came too late', () => {
  it('is told by person and section, with what would have been taken out', () => {
    const base = openMinutes(type(openMinutes(), chen, 'course', 0, '结论：手术。'));
    const late = copyOf(base);
    const first = type(late, he, 'course', 3, '放疗', 2);
    const second = type(late, he, 'tasks', 0, '联系家属');
    expect(describeLate(encodeMinutes(base), [{ personId: 'he', update: first, atMs: 5 }, { personId: 'he', update: second, atMs: 9 }])).toEqual([
      { personId: 'he', firstAtMs: 5, lastAtMs: 9, unplaced: null, sections: [{ section: 'course', inserted: ['放疗'], deleted: ['手术'] }, { section: 'tasks', inserted: ['联系家属'], deleted: [] }] },
    ]);
    expect(readSection(base, 'course')).toBe('结论：手术。');
  });

  it('keeps the words of an update that stands on something lost', () => {
    const lost = openMinutes();
    type(lost, he, 'course', 0, 'abc');
    const [edit] = describeLate(encodeMinutes(openMinutes()), [{ personId: 'he', update: type(lost, he, 'course', 3, '留下的字'), atMs: 1 }]);
    expect(edit).toMatchObject({ unplaced: '留下的字', sections: [] });
  });
});

it('names a person once however often the editor was opened', () => {
  const doc = openMinutes();
  for (const text of ['a', 'b']) {
    const copy = copyOf(doc);
    typeAs(copy, chen, null, () => copy.getText('course').insert(0, text));
    Y.applyUpdate(doc, encodeMinutes(copy));
  }
  expect(freezeMinutes(doc)?.authors).toEqual([chen]);
});
