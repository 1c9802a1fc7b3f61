import { describe, expect, it } from 'vitest';
import { structureChecks } from '../../../../shared/rt/checks/structures/structureChecks.ts';
import { defaultSite } from '../../../../shared/rt/site/defaultSite.ts';
import type { Structure } from '../../../../shared/rt/types.ts';
import { contourOf, rectangle } from '../../shapes.ts';
import { box, boxReview, cleanStructures, cylinder, found, named, outcomeOf, unreadable, withStructure } from './boxReview.ts';

const judge = (number: number, structures: readonly Structure[], parts: Parameters<typeof boxReview>[0] = {}): string[] => {
  const outcome = outcomeOf(number, boxReview({ ...parts, structures }));
  expect(unreadable(outcome)).toEqual([]);
  return found(outcome);
};
const plus = (...more: readonly Structure[]): readonly Structure[] => [...cleanStructures, ...more];
const renamed = (from: string, to: string): readonly Structure[] => withStructure(from, (structure) => ({ ...structure, name: to }));
const withoutPlane = (structure: Structure, zMm: number): Structure => ({ ...structure, contours: structure.contours.filter(({ pointsMm }) => Math.abs((pointsMm[2] ?? 0) - zMm) > 0.1) });
const everySecond = (structure: Structure): Structure => ({ ...structure, contours: structure.contours.filter((_, n) => n % 2 === 0) });
const shorter = (heightMm: number) => withStructure('BODY', (structure) => ({ ...structure, contours: box(-150, -110, 150, 110, heightMm).contours }));
const speck = (x: number, z = 1.5) => contourOf([[x, 0], [x + 3, 0], [x, 3]], z);
const two = (name: string, type: string) => named(name, type, { contours: [...box(60, -20, 90, 20, 30).contours, ...box(-90, -20, -60, 20, 30).contours] });
const requestOf = (site: string) => ({ totalDoseGy: null, fractions: null, laterality: null, technique: null, site, hasImaging: null });
const swap = (left: string, right: string) => cleanStructures.map((structure) => (structure.name === 'Lung_L' ? { ...structure, name: right } : structure.name === 'Lung_R' ? { ...structure, name: left } : structure));

describe('checks 41 to 50 on a clean chest', () => {
  it.each(structureChecks.map(({ number }) => number))('%i does not fire', (number) => {
    const outcome = outcomeOf(number, boxReview());
    expect(['PASS', 'NOT_APPLICABLE']).toContain(outcome.result);
    expect(unreadable(outcome)).toEqual([]);
  });

  it.each(structureChecks.map(({ number }) => number))('%i is not checkable without a structure set', (number) => {
    expect(outcomeOf(number, boxReview({ structureSet: null })).result).toBe('NOT_CHECKABLE');
  });
});

describe('41 the outline of the body', () => {
  it('fails where there is none', () => {
    expect(judge(41, withStructure('BODY', () => null))).toEqual(['FAIL none']);
  });

  it.each(['BODY', '外轮廓', 'External', '体表', 'Skin'])('is taken by the name %s where no type says so, and that is said', (name) => {
    expect(judge(41, withStructure('BODY', (structure) => ({ ...structure, name, interpretedType: 'ORGAN' })))).toEqual(['PASS by-name', 'PASS one']);
  });

  it('is not doubled by a skin contour, but by a second EXTERNAL', () => {
    expect(judge(41, plus(named('Skin', 'ORGAN', box(-149, -109, 149, 109, 120))))).toEqual(['PASS one']);
    expect(judge(41, plus(named('Body2', 'EXTERNAL', box(-149, -109, 149, 109, 120))))).toEqual(['FLAG several', 'PASS one']);
  });

  it('fails with a slice missing inside', () => {
    const outcome = outcomeOf(41, boxReview({ structures: withStructure('BODY', (structure) => withoutPlane(structure, 10.5)) }));
    expect(outcome.findings).toMatchObject([{ result: 'FAIL', code: 'missing', values: { count: 1, positionsMm: [10.5] } }]);
  });

  it('may be drawn on every second slice', () => {
    expect(judge(41, withStructure('BODY', everySecond))).toEqual(['PASS one']);
  });

  it('may end before the images where there is no dose, but not within it', () => {
    expect(judge(41, shorter(114))).toEqual(['PASS one']);
    expect(judge(41, shorter(60))).toEqual(['FAIL missing']);
  });

  it('cannot be followed slice by slice without images', () => {
    expect(judge(41, cleanStructures, { images: [] })).toEqual(['NOT_CHECKABLE no-images']);
  });
});

describe('42 targets', () => {
  it('are flagged where there are none', () => {
    expect(judge(42, cleanStructures.filter(({ name }) => !/TV/u.test(name)))).toEqual(['FLAG none']);
  });

  it('are flagged where the GTV leaves the CTV: half of it, shifted by 10 mm sideways', () => {
    const structures = withStructure('GTVp', (structure) => ({ ...structure, contours: box(5, -10, 25, 10, 24).contours }));
    const [finding] = outcomeOf(42, boxReview({ structures })).findings;
    expect(finding).toMatchObject({ result: 'FLAG', code: 'outside', values: { inner: 'GTVp', outer: 'CTVp' } });
    expect(finding?.values['outsidePercent']).toBeGreaterThan(40);
  });

  it('of other levels, sides and numbers are not asked to hold each other', () => {
    const others = [named('CTV_L', 'CTV', cylinder(8, 24, [80, 0, 0])), named('PTV_L', 'PTV', cylinder(12, 30, [80, 0, 0])), named('PTV_5000', 'PTV', cylinder(9, 24, [-80, 0, 0])), named('GTVnd', 'GTV', cylinder(5, 12, [-80, 0, 0])), named('PGTVnd', 'PTV', cylinder(7, 18, [-80, 0, 0]))];
    expect(judge(42, plus(...others)).every((line) => line === 'PASS inside')).toBe(true);
  });

  it('leave helpers and volumes that were cut back alone', () => {
    const helpers = [named('zGTV', 'GTV', cylinder(10, 24, [90, 0, 0])), named('PTV_eval', 'PTV', cylinder(3, 24, [90, 0, 0])), named('CTV-Cord', 'CTV', cylinder(10, 24, [90, 0, 0])), named('PTV ring', 'PTV', cylinder(10, 24, [90, 0, 0]))];
    expect(judge(42, plus(...helpers))).toEqual(['PASS inside', 'PASS inside']);
  });

  it('with names that say nothing are compared only where there is one of each', () => {
    const typed = [named('tumour', 'GTV', cylinder(10, 24, [90, 0, 0])), named('planned', 'PTV', cylinder(15, 30))];
    expect(judge(42, typed)).toEqual(['FLAG outside']);
    expect(judge(42, [...typed, named('planned too', 'PTV', cylinder(15, 30, [-90, 0, 0]))])).toEqual(['NOT_APPLICABLE no-pair']);
  });
});

describe('43 stray pieces', () => {
  it('are flagged where a contour of three points lies beside the organ', () => {
    const structures = withStructure('Heart', (structure) => ({ ...structure, contours: [...structure.contours, speck(45)] }));
    expect(judge(43, structures)).toEqual(['FLAG small']);
  });

  it('are flagged where a piece lies more than 50 mm away', () => {
    const structures = withStructure('SpinalCord', (structure) => ({ ...structure, contours: [...structure.contours, ...box(70, 70, 90, 90, 12).contours] }));
    expect(judge(43, structures)).toEqual(['FLAG far']);
  });

  it('are not the two sides of one structure, loops of bowel, or a second target', () => {
    expect(judge(43, plus(two('Lungs', 'ORGAN'), two('Bowel_Small', 'ORGAN'), two('PTVn_5000', 'PTV'), two('双侧腮腺', 'ORGAN')))).toEqual(['PASS whole']);
  });

  it('are not slivers that touch the rest, helpers, or lenses', () => {
    const pinched = withStructure('Heart', (structure) => ({ ...structure, contours: [...structure.contours, contourOf([[30, -60], [31, -61], [31, -59]], 1.5)] }));
    expect(judge(43, [...pinched, named('ring', 'AVOIDANCE', { contours: [...cylinder(40, 30).contours, speck(90)] }), named('Lens_L', 'ORGAN', cylinder(2, 3, [50, 0, 0]))])).toEqual(['PASS whole']);
  });
});

describe('44 missing planes', () => {
  it.each(['SpinalCord', 'GTVp', 'Lung_L', 'BODY'])('are flagged in %s', (name) => {
    expect(judge(44, withStructure(name, (structure) => withoutPlane(structure, 4.5)))).toEqual(['FLAG missing']);
  });

  it('are none where every second slice was drawn', () => {
    expect(judge(44, withStructure('SpinalCord', everySecond))).toEqual(['PASS complete']);
  });

  it('are none between two targets or loops, but are between parts of one organ', () => {
    const apart = { contours: [...box(0, 0, 20, 20, 15, -30).contours, ...box(0, 0, 20, 20, 15, 30).contours] };
    expect(judge(44, plus(named('PTV_5000', 'PTV', apart), named('Bowel', 'ORGAN', apart)))).toEqual(['PASS complete']);
    expect(judge(44, plus(named('Esophagus', 'ORGAN', apart)))).toEqual(['FLAG missing']);
    expect(judge(44, plus(named('Urethra_temp', 'ORGAN', apart)))).toEqual(['FLAG missing']);
  });

  it('are none where the images themselves lie further apart', () => {
    const wide = named('Esophagus', 'ORGAN', { contours: [-9, -6, -3, 0, 5, 10].map((z) => contourOf(rectangle(0, 0, 20, 20), z)) });
    const [first] = boxReview().images;
    const images = [-9, -6, -3, 0, 5, 10].flatMap((z) => (first === undefined ? [] : [{ ...first, positionMm: [0, 0, z] as const }]));
    expect(judge(44, [wide], { images })).toEqual(['PASS complete']);
    expect(judge(44, [wide], { images: [] })).toEqual(['FLAG missing']);
  });
});

describe('45 empty and tiny structures', () => {
  it('are listed', () => {
    expect(judge(45, plus(named('Liver', 'ORGAN', { contours: [] }), named('Stomach', 'ORGAN', cylinder(10, 6))))).toEqual(['FLAG empty', 'FLAG few']);
  });

  it('are those with contours and no volume, which the other checks pass over', () => {
    const crossed = named('Liver', 'ORGAN', { contours: [...cylinder(10, 12).contours, { geometricType: 'CLOSED_PLANAR', pointsMm: Float64Array.of(0, 0, 0, 0, 9, 0, 0, 9, 9) }] });
    expect(judge(45, plus(crossed))).toEqual(['FLAG no-volume']);
    expect([41, 42, 43, 44, 46, 47, 50].map((number) => outcomeOf(number, boxReview({ structures: plus(crossed) })).result)).toEqual(Array.from({ length: 7 }, () => 'PASS'));
  });

  it('are not lenses, points, helpers and couch', () => {
    const point = { geometricType: 'POINT', pointsMm: Float64Array.of(0, 0, 0) } as const;
    expect(judge(45, plus(named('Lens_L', 'ORGAN', cylinder(3, 3)), named('视交叉', 'ORGAN', cylinder(5, 6)), named('iso', 'MARKER', { contours: [point] }), named('zDummy', null, { contours: [] }), named('couch', 'SUPPORT', cylinder(5, 3))))).toEqual(['PASS fine']);
  });
});

describe('46 expected organs', () => {
  it('of the chest are inferred from organs and target, and the cord is missed', () => {
    expect(judge(46, cleanStructures)).toEqual(['PASS inferred', 'PASS complete']);
    const outcome = outcomeOf(46, boxReview({ structures: withStructure('SpinalCord', () => null) }));
    expect(outcome.findings).toMatchObject([{ result: 'PASS', code: 'inferred', values: { protocol: 'thorax' } }, { result: 'FLAG', code: 'missing', values: { organ: 'SpinalCord' } }]);
  });

  it('are those of the request where it names a site', () => {
    expect(judge(46, cleanStructures, { request: requestOf('lung') })).toEqual(['FLAG missing']);
    expect(judge(46, cleanStructures, { request: requestOf('breast') })).toEqual(['PASS complete']);
    expect(judge(46, cleanStructures, { request: requestOf('knee') })).toEqual(['NOT_CHECKABLE no-protocol']);
  });

  it('cannot be told where nothing speaks for one site', () => {
    expect(judge(46, cleanStructures.filter(({ name }) => name !== 'Heart'))).toEqual(['NOT_CHECKABLE no-site']);
  });

  it('of a breast plan are not those of the chest', () => {
    const breast = [...cleanStructures.filter(({ name }) => !/TV|Cord/u.test(name)), named('PTV_L', 'PTV', cylinder(20, 36, [90, -100, 0])), named('Breast_L', 'ORGAN', cylinder(30, 60, [90, -100, 0]))];
    expect(judge(46, breast)).toEqual(['PASS inferred', 'PASS complete']);
  });

  it('may be contoured under a name to be confirmed', () => {
    expect(judge(46, renamed('SpinalCord', 'Cord1'), { request: requestOf('thorax') })).toEqual(['PASS unsure', 'PASS complete']);
    expect(judge(46, renamed('SpinalCord', 'SpinlaCord'), { request: requestOf('thorax') })).toEqual(['FLAG unsure']);
    expect(judge(46, renamed('SpinalCord', 'Cord_PRV'), { request: requestOf('thorax') })).toEqual(['FLAG missing']);
  });
});

describe('47 paired organs', () => {
  it('fail with their names swapped, in English and Chinese', () => {
    expect(judge(47, swap('Lung_L', 'Lung_R'))).toEqual(['FAIL swapped']);
    expect(judge(47, swap('左肺', '右肺'))).toEqual(['FAIL swapped']);
    expect(judge(47, swap('右肺', '左肺'))).toEqual(['PASS plausible']);
  });

  it('are flagged where one is less than 0.3 of the other', () => {
    expect(judge(47, withStructure('Lung_L', (structure) => ({ ...structure, contours: box(60, 0, 80, 20, 90).contours })))).toEqual(['FLAG ratio']);
  });
});

describe('48 density overrides', () => {
  const overridden = { physicalProperties: [{ property: 'REL_ELEC_DENSITY', value: 1 }] };

  it.each(['Lung_L', 'PTV_6000', 'Heart'])('are flagged on %s', (name) => {
    expect(judge(48, withStructure(name, (structure) => ({ ...structure, ...overridden })))).toEqual(['FLAG organ']);
  });

  it.each([['Bolus', 'BOLUS'], ['CouchSurface', 'SUPPORT'], ['contrast', 'ORGAN'], ['BODY2', 'EXTERNAL'], ['air', null], ['金属伪影', 'ORGAN'], ['补偿膜', null]])('are only listed on %s', (name, type) => {
    expect(judge(48, plus(named(name, type, cylinder(10, 30), overridden)))).toEqual(['PASS meant']);
  });

  it('lists every value', () => {
    const [finding] = outcomeOf(48, boxReview({ structures: withStructure('Heart', (structure) => ({ ...structure, physicalProperties: [{ property: 'REL_MASS_DENSITY', value: 1.02 }, { property: 'EFFECTIVE_Z', value: null }] })) })).findings;
    expect(finding?.values['properties']).toEqual(['REL_MASS_DENSITY 1.02', 'EFFECTIVE_Z –']);
  });
});

describe('49 the couch', () => {
  const couch = named('CouchSurface', 'SUPPORT', box(-200, 120, 200, 130, 120));

  it.each([
    ['required', [], ['FLAG missing']], ['required', [couch], ['PASS present']], ['forbidden', [], ['PASS as-ruled']], ['forbidden', [couch], ['FLAG unwanted']], ['either', [], ['NOT_APPLICABLE none']], ['either', [couch], ['PASS present']],
  ] as const)('%s by the site', (couchStructure, more, lines) => {
    expect(judge(49, plus(...more), { site: { ...defaultSite, couchStructure } })).toEqual(lines);
  });

  it('is known by its name as well', () => {
    expect(judge(49, plus({ ...couch, name: '治疗床', interpretedType: 'ORGAN' }), { site: { ...defaultSite, couchStructure: 'required' } })).toEqual(['PASS present']);
  });
});

describe('50 names', () => {
  it('without a match are listed, with a suggestion where there is one', () => {
    expect(judge(50, renamed('Heart', 'X1'))).toEqual(['FLAG unknown']);
    expect(judge(50, renamed('Heart', 'Heart_auto'))).toEqual(['FLAG maybe']);
  });

  it('of the site are known', () => {
    expect(judge(50, renamed('Heart', 'X1'), { site: { ...defaultSite, structureNames: { X1: 'Heart' } } })).toEqual(['PASS known']);
  });

  it('of points, couch and helpers need none', () => {
    expect(judge(50, plus(named('xyz', 'SUPPORT', cylinder(5, 30)), named('ring 1', null, cylinder(5, 30)), named('q7', 'MARKER', cylinder(5, 30))))).toEqual(['PASS known']);
  });
});
