import type { Beam, Plan } from '../../types.ts';
import { applicatorFields, beamFields, blockFields, ionDeviceFields, limitingDeviceFields, wedgeFields } from './beamFields.ts';
import { compareSeries } from './compareSeries.ts';
import { changedFields, type Field } from '../fields/fields.ts';
import { matchItems } from '../fields/matchItems.ts';
import type { ChangePlace, PlanChange, PlanComparison } from './planChange.ts';
import { brachyChannelFields, brachySetupFields, brachySourceFields, fractionBeamFields, fractionGroupFields, patientSetupFields, planFields, prescriptionFields } from './planFields.ts';

/**
 * Everything that differs between two plans, from the prescription to every leaf.
 *
 * Beams belong together by number, then by name; control points by index. Values are compared exactly, save for 1e-6 of decimal
 * text, and angles modulo 360. The UIDs and creation dates of the two objects themselves are not differences.
 */
export function comparePlans(before: Plan, after: Plan): PlanComparison {
  const beams = matchItems(before.beams, after.beams, [({ number }) => number, ({ name }) => (name === '' ? null : name)]);
  const changes: PlanChange[] = [
    ...changedAt(planFields, before, after, { kind: 'plan', number: null, name: null }),
    ...changedItems(before.fractionGroups, after.fractionGroups, ({ number }) => number, ({ number }) => ({ kind: 'fractionGroup', number, name: null }), (a, b, place) => [
      ...changedAt(fractionGroupFields, a, b, place),
      ...changedParts(fractionBeamFields, 'beam', a.beams, b.beams, ({ beamNumber }) => beamNumber, place),
    ]),
    ...changedItems(before.prescriptions, after.prescriptions, (item, index) => item.number ?? `item ${index}`, ({ number, description }) => ({ kind: 'prescription', number, name: description }), (a, b, place) => changedAt(prescriptionFields, a, b, place)),
    ...changedItems(before.patientSetups, after.patientSetups, (item, index) => item.number ?? `item ${index}`, ({ number }) => ({ kind: 'patientSetup', number, name: null }), (a, b, place) => changedAt(patientSetupFields, a, b, place)),
    ...beams.removed.map((beam): PlanChange => ({ type: 'removed', place: beamPlace(beam) })),
    ...beams.added.map((beam): PlanChange => ({ type: 'added', place: beamPlace(beam) })),
    ...beams.pairs.flatMap((pair) => changedBeam(pair.before, pair.after)),
    ...changedBrachy(before, after),
  ];
  return { beams: beams.pairs.map((pair) => ({ before: named(pair.before), after: named(pair.after), matchedBy: pair.key === 0 ? 'number' : 'name' })), changes };
}

const named = ({ number, name }: Beam): { readonly number: number; readonly name: string } => ({ number, name });

const beamPlace = ({ number, name }: Beam): ChangePlace => ({ kind: 'beam', number, name });

function changedBeam(before: Beam, after: Beam): readonly PlanChange[] {
  const place = beamPlace(before);
  return [
    ...changedAt(beamFields, before, after, place),
    ...changedParts(limitingDeviceFields, 'device', before.limitingDevices, after.limitingDevices, ({ type }) => type, place),
    ...changedParts(wedgeFields, 'wedge', before.wedges, after.wedges, ({ number }) => number, place),
    ...changedParts(blockFields, 'block', before.blocks, after.blocks, ({ number }) => number, place),
    ...changedParts(applicatorFields, 'applicator', before.applicators, after.applicators, (_, index) => index + 1, place),
    ...changedParts(ionDeviceFields, 'ion device', before.ion?.devices ?? [], after.ion?.devices ?? [], ({ kind, number }) => `${kind} ${number ?? ''}`.trim(), place),
    ...compareSeries(before.controlPoints, after.controlPoints, place),
  ];
}

function changedBrachy(before: Plan, after: Plan): readonly PlanChange[] {
  return [
    ...changedItems(before.brachy?.setups ?? [], after.brachy?.setups ?? [], ({ number }) => number, ({ number, name }) => ({ kind: 'brachySetup', number, name }), (a, b, place) => [
      ...changedAt(brachySetupFields, a, b, place),
      ...changedParts(brachyChannelFields, 'channel', a.channels, b.channels, ({ number }) => number, place),
    ]),
    ...changedItems(before.brachy?.sources ?? [], after.brachy?.sources ?? [], ({ number }) => number, ({ number, isotope }) => ({ kind: 'brachySource', number, name: isotope }), (a, b, place) => changedAt(brachySourceFields, a, b, place)),
  ];
}

/** The fields of a table that differ, as changes of a place. */
const changedAt = <T>(fields: readonly Field<T>[], before: T, after: T, place: ChangePlace): readonly PlanChange[] =>
  changedFields(fields, before, after).map((change): PlanChange => ({ type: 'changed', place, ...change }));

function changedItems<T>(before: readonly T[], after: readonly T[], keyOf: (item: T, index: number) => string | number, placeOf: (item: T) => ChangePlace, compare: (a: T, b: T, place: ChangePlace) => readonly PlanChange[]): readonly PlanChange[] {
  const { pairs, removed, added } = matchItems(before, after, [keyOf]);
  return [
    ...pairs.flatMap((pair) => compare(pair.before, pair.after, placeOf(pair.before))),
    ...removed.map((item): PlanChange => ({ type: 'removed', place: placeOf(item) })),
    ...added.map((item): PlanChange => ({ type: 'added', place: placeOf(item) })),
  ];
}

/** Members of something, named as parts of its place: `wedge 1`. */
function changedParts<T>(fields: readonly Field<T>[], word: string, before: readonly T[], after: readonly T[], keyOf: (item: T, index: number) => string | number, place: ChangePlace): readonly PlanChange[] {
  const keys = new Map<T, string>([...before.entries(), ...after.entries()].map(([index, item]) => [item, `${word} ${keyOf(item, index)}`]));
  return changedItems(before, after, keyOf, (item) => ({ ...place, part: keys.get(item) ?? word }), (a, b, at) => changedAt(fields, a, b, at));
}
