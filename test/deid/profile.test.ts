import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { profile, type ProfileRow } from '../../shared/deid/profile.ts';
import type { Preset } from '../../shared/deid/presets.ts';
import { findNode, textOf } from '../../shared/dicom/write/elementTree.ts';
import type { ElementNode, ElementTree } from '../../shared/dicom/write/elementTree.ts';
import { fileOf, latin, sequence, text, treeAfter, vrOf, bytesNode } from './support.ts';

const standardTable = fileURLToPath(new URL('../../../shared/domain/deid-profile.json', import.meta.url));

/** What stands in every attribute before; none of it may be found afterwards unless the table says keep. */
const secrets: Readonly<Record<string, string>> = {
  PN: 'Zhao^Geheim', LO: 'Zhao Geheim 4711', SH: 'Geheim4711', ST: 'Zhao Geheim 4711', LT: 'Zhao Geheim 4711', UT: 'Zhao Geheim 4711', UC: 'Zhao Geheim 4711', UR: 'http://geheim/4711', AE: 'GEHEIM4711', CS: 'GEHEIM4711',
  UI: '1.2.826.0.1.3680043.9.4711.1', DA: '20210304', DT: '20210304101112', TM: '101112', AS: '047Y', DS: '4711.25', IS: '471125',
};
/** A sequence the table does not list, so that its items are looked at one by one. */
const plainSequence = 'x00081115';

/** Real tag for a row with wildcards. */
const tagOf = (row: ProfileRow): string => `x${row.tag === 'private' ? '00191010' : row.tag.replaceAll('x', '0')}`;

function nodeFor(tag: string): ElementNode {
  const vr = vrOf(tag);
  const secret = secrets[vr];
  if (vr === 'SQ') return sequence(tag, [text('x00080104', 'LO', 'Zhao Geheim 4711'), text('x00100010', 'PN', 'Zhao^Geheim')]);
  return secret === undefined ? bytesNode(tag, vr, new TextEncoder().encode('Geheim4711Geheim')) : text(tag, vr, secret);
}

/** What the table allows to be there afterwards, read from its letters alone. */
function expectAction(row: ProfileRow, preset: Preset, before: ElementNode, after: ElementNode | undefined): void {
  const on = new Set<string>(preset === 'qualityControl' ? ['P', 'H', 'h', 'M', 'T', 'S', 'G', 'V', 'I'] : ['P', 'H', 'h', 'M', 'T', 'S', 'G']);
  const isKept = ['H', 'V', 'I'].some((letter) => row.options.has(letter as never) && on.has(letter)) && row.basic !== 'U' && !row.options.has('M');
  const isCleaned = ['M', 'T', 'S', 'G', 'h'].some((letter) => row.options.has(letter as never) && on.has(letter));
  const isSame = after !== undefined && after.kind === 'value' && before.kind === 'value' && latin(after.bytes) === latin(before.bytes);
  if (isKept) return expect(after).toBeDefined();
  if (after?.kind === 'value' && after.vr === 'TM' && isCleaned) return expect(textOf(after)).toBe('101112');
  expect(isSame).toBe(false);
  if (isCleaned) return;
  const isEmpty = after !== undefined && (after.kind === 'value' ? after.bytes.length === 0 : after.kind === 'sequence' && after.items.length === 0);
  if (row.basic === 'X') return expect(after).toBeUndefined();
  if (row.basic === 'U') return expect(textOf(after)).toMatch(/^2\.25\.\d+$/);
  if (row.basic === 'D') return expect(after !== undefined && !isEmpty).toBe(true);
  if (row.basic === 'Z') return expect(after).toBeDefined();
  // Combinations allow several outcomes; that the original is gone was checked above.
  expect(['X/Z', 'X/D', 'Z/D', 'X/Z/D', 'X/Z/U*']).toContain(row.basic);
}

/** Rows of the header and of directories cannot stand in a data set; they are gone from it. */
const isOutside = (tag: string): boolean => tag < 'x00080000';

describe('table E.1-1', () => {
  it('has 621 rows', () => {
    expect(profile).toHaveLength(621);
  });

  describe.each(['teaching', 'qualityControl', 'research'] as const)('preset %s', (preset) => {
    it.each(profile.map((row) => [row.tag, row] as const))('%s is treated alike at top level and inside a sequence', (_, row) => {
      const tag = tagOf(row);
      const before = nodeFor(tag);
      const isOfEveryObject = tag === 'x00080018';
      const file = fileOf([before, ...(isOfEveryObject ? [] : [sequence(plainSequence, [before])])]);
      const { tree, result } = treeAfter(file, { preset });
      const nested = findNode(tree, plainSequence);
      const item: ElementTree = nested?.kind === 'sequence' ? (nested.items[0] ?? []) : [];
      const places = isOfEveryObject ? [tree] : [tree, item];
      for (const place of places) {
        const after = findNode(place, tag);
        if (isOutside(tag)) expect(after).toBeUndefined();
        else if (tag !== 'x00120064' && tag !== 'x00120063') expectAction(row, preset, before, after);
      }
      const isKept = preset === 'qualityControl' && (row.options.has('V') || row.options.has('I'));
      const isPatientCharacteristic = row.options.has('H');
      if (!isKept && !isPatientCharacteristic) expect(latin(result.bytes)).not.toMatch(/geheim/i);
      expect(latin(result.bytes)).not.toContain('20210304');
      expect(latin(result.bytes)).not.toContain('1.2.826.0.1.3680043.9.4711.1');
    });
  });
});

describe.runIf(existsSync(standardTable))('the table as extracted from the standard', () => {
  test('says the same, row by row', () => {
    const { attributes } = JSON.parse(readFileSync(standardTable, 'utf8')) as { attributes: readonly { tag: string; basic: string; options?: Readonly<Record<string, string>> }[] };
    const letters: Readonly<Record<string, string>> = {
      'retainSafePrivate C': 'P', 'retainUIDs K': 'U', 'retainDeviceIdentity K': 'V', 'retainDeviceIdentity C': 'v', 'retainInstitutionIdentity K': 'I', 'retainPatientCharacteristics K': 'H', 'retainPatientCharacteristics C': 'h',
      'retainLongitudinalFullDates K': 'F', 'retainLongitudinalModifiedDates C': 'M', 'cleanDescriptors C': 'T', 'cleanStructuredContent C': 'S', 'cleanGraphics C': 'G',
    };
    const standard = attributes.map(({ tag, basic, options }) => [
      tag.includes('ODD') ? 'private' : tag.replace(/[(),]/g, '').toLowerCase(), basic, Object.entries(options ?? {}).map(([option, action]) => letters[`${option} ${action}`] ?? '?').toSorted((a, b) => (a < b ? -1 : 1)).join(''),
    ]);
    expect(profile.map(({ tag, basic, options }) => [tag, basic, [...options].toSorted((a, b) => (a < b ? -1 : 1)).join('')])).toEqual(standard);
  });
});
