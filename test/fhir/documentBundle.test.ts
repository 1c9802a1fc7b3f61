import { describe, expect, it } from 'vitest';
import { documentBundleOf, fhirText } from '../../shared/fhir/documentBundle.ts';
import { documentIdOf } from '../../shared/fhir/identity.ts';
import type { DocumentBundle, Json } from '../../shared/fhir/resource.ts';
import { isSignatureValid } from '../../shared/mdt/signature.ts';
import { signatureSchema } from '../../shared/mdt/signatureSchema.ts';
import { byPackage, byRules, bySchema } from './support/judges.ts';
import { hospitals, randomCase } from './support/randomCase.ts';

/** Cases of each kind; MDT_LONG=1 takes ten times as many. */
const cases = process.env['MDT_LONG'] === '1' ? 1000 : 50;

const bundleOf = (seed: number, kind: 'referral' | 'consultation'): DocumentBundle => {
  const { record, meeting, pdf } = randomCase(seed, kind === 'referral' ? 'submitted' : 'delivered');
  return documentBundleOf({ kind, record, meeting, hospitals: seed % 5 === 0 ? [] : hospitals, reportPdf: pdf });
};

const resource = (bundle: DocumentBundle, type: string): Record<string, Json | undefined> => {
  const found = bundle.entry.find((entry) => entry.resource.resourceType === type);
  if (!found) throw new Error(`There is no ${type} in the bundle.`);
  return found.resource;
};

describe.each(['referral', 'consultation'] as const)('a %s as a FHIR R4 document', (kind) => {
  it(`is valid by HL7's schema, by the fhir package and by the rules of documents: ${cases} seeded cases`, () => {
    for (let seed = 1; seed <= cases; seed += 1) {
      const bundle = bundleOf(seed, kind);
      expect([...bySchema(bundle), ...byPackage(bundle), ...byRules(bundle)], `seed ${seed}`).toEqual([]);
    }
  }, 120_000);

  it('is the same bytes for the same case, also after the record travelled as JSON', () => {
    const { record, meeting, pdf } = randomCase(7, kind === 'referral' ? 'submitted' : 'delivered');
    const source = { kind, record, meeting, hospitals, reportPdf: pdf };
    const shuffled = Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(record)) as object).toReversed()) as unknown as typeof record;
    expect(fhirText(documentBundleOf({ ...source, record: shuffled, hospitals: hospitals.toReversed() }))).toBe(fhirText(documentBundleOf(source)));
  });
});

describe('a consultation', () => {
  it('carries signatures and frozen text with which anybody can check them', () => {
    const { record, pdf } = randomCase(3, 'delivered');
    const bundle = documentBundleOf({ kind: 'consultation', record, meeting: null, hospitals, reportPdf: pdf });
    const signatures = resource(bundle, 'Provenance')['signature'] as { data: string; sigFormat: string }[];
    const frozen = bundle.entry.find((entry) => entry.resource.resourceType === 'Binary' && entry.resource['contentType'] === 'application/json');
    const canonical = Buffer.from(frozen?.resource['data'] as string, 'base64').toString();
    expect(canonical).toBe(record.frozen?.canonical);
    expect(signatures).toHaveLength(record.signatures.length);
    for (const { data } of signatures) {
      const signature = signatureSchema.parse(JSON.parse(Buffer.from(data, 'base64').toString()));
      expect(record.frozen && isSignatureValid(record.id, signature, record.frozen)).toBe(true);
    }
  });

  it('names the dose, the fractions and the dose of one as numbers', () => {
    const seed = Array.from({ length: 50 }, (_, n) => n + 1).find((n) => randomCase(n, 'delivered').record.decision.rtFractions !== null) ?? 0;
    const { decision } = randomCase(seed, 'delivered').record;
    const [prescription] = resource(bundleOf(seed, 'consultation'), 'CarePlan')['extension'] as unknown as { extension: { url: string; valueQuantity?: { value: number; code: string }; valuePositiveInt?: number }[] }[];
    const part = (url: string) => prescription?.extension.find((extension) => extension.url === url);
    expect(part('totalDose')?.valueQuantity).toMatchObject({ value: decision.rtTotalDoseGy, code: 'Gy' });
    expect(part('fractions')?.valuePositiveInt).toBe(decision.rtFractions);
    expect(part('dosePerFraction')?.valueQuantity).toMatchObject({ value: decision.rtDosePerFractionGy, code: 'Gy' });
  });

  it('says which earlier document it replaces', () => {
    const { record } = randomCase(5, 'delivered');
    const earlier = documentIdOf('consultation', 'an-earlier-delivery');
    const bundle = documentBundleOf({ kind: 'consultation', record, meeting: null, hospitals, reportPdf: null, earlier: [{ code: 'replaces', documentId: earlier }] });
    expect(resource(bundle, 'Composition')['relatesTo']).toEqual([{ code: 'replaces', targetIdentifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${earlier}` } }]);
    expect([...bySchema(bundle), ...byPackage(bundle), ...byRules(bundle)]).toEqual([]);
  });

  it('is refused before it is delivered', () => {
    const { record } = randomCase(1, 'submitted');
    expect(() => documentBundleOf({ kind: 'consultation', record, meeting: null, hospitals, reportPdf: null })).toThrow('not delivered yet');
  });
});

it('a request sent again after it was returned replaces the one before', () => {
  const seed = Array.from({ length: 50 }, (_, n) => n + 1).find((n) => randomCase(n, 'submitted').record.transitions.filter(({ to }) => to === 'submitted').length === 2) ?? 0;
  const { record } = randomCase(seed, 'submitted');
  const [first, second] = record.transitions.filter(({ to }) => to === 'submitted');
  const bundle = documentBundleOf({ kind: 'referral', record, meeting: null, hospitals, reportPdf: null });
  expect(bundle.identifier.value).toBe(`urn:uuid:${documentIdOf('referral', second?.commandId ?? '')}`);
  expect(resource(bundle, 'Composition')['relatesTo']).toEqual([{ code: 'replaces', targetIdentifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${documentIdOf('referral', first?.commandId ?? '')}` } }]);
});

type Broken = { entry: { fullUrl: string; resource: Record<string, unknown> }[] } & Record<string, unknown>;
const at = (bundle: Broken, type: string): Record<string, unknown> => bundle.entry.find((entry) => entry.resource['resourceType'] === type)?.resource ?? {};

describe('a document that was broken on purpose is caught', () => {
  const faults: Readonly<Record<string, readonly [(bundle: Broken) => void, (bundle: Broken) => string[], RegExp]>> = {
    'the Composition is not first': [(bundle) => void bundle.entry.reverse(), byRules, /bdl-11/],
    'the identifier is missing': [(bundle) => void delete bundle['identifier'], byRules, /bdl-9/],
    'the date is missing': [(bundle) => void delete bundle['timestamp'], byRules, /bdl-10/],
    'two entries have the same address': [(bundle) => void bundle.entry.push(...bundle.entry.slice(-1)), byRules, /bdl-7/],
    'a reference leads out of the document': [(bundle) => void bundle.entry.splice(bundle.entry.findIndex((entry) => entry.resource['resourceType'] === 'Patient'), 1), byRules, /reference/],
    'an entry has nothing to do with the rest': [(bundle) => void bundle.entry.push({ fullUrl: 'urn:uuid:1', resource: { resourceType: 'Organization', id: '1', name: 'x' } }), byRules, /document/],
    'a section is empty': [(bundle) => void (at(bundle, 'Composition')['section'] as unknown[]).push({ title: 'x' }), byRules, /cmp-1/],
    'a value is empty': [(bundle) => void (at(bundle, 'Patient')['telecom'] = []), byRules, /ele-1/],
    'a code is not of its required value set': [(bundle) => void (at(bundle, 'CarePlan')['status'] = 'done'), byRules, /binding/],
    'a code is not of its required value set, by the package': [(bundle) => void (at(bundle, 'Composition')['status'] = 'done'), byPackage, /status/],
    'an element is not of R4, by the schema': [(bundle) => void (at(bundle, 'Patient')['nickname'] = 'x'), bySchema, /./],
    'an element is not of R4, by the package': [(bundle) => void (at(bundle, 'Patient')['nickname'] = 'x'), byPackage, /nickname/],
    'a date is none, by the schema': [(bundle) => void (at(bundle, 'Composition')['date'] = '22.11.2026'), bySchema, /./],
    'a number is text, by the schema': [(bundle) => void (at(bundle, 'ImagingStudy')['numberOfSeries'] = 'two'), bySchema, /./],
    'a required element is missing, by the package': [(bundle) => void delete at(bundle, 'ServiceRequest')['intent'], byPackage, /intent/],
    'a resource has an unknown type, by the schema': [(bundle) => void (at(bundle, 'CareTeam')['resourceType'] = 'Team'), bySchema, /./],
  };
  it.each(Object.entries(faults))('%s', (_name, [breakIt, judge, complaint]) => {
    const bundle = structuredClone(bundleOf(2, 'consultation')) as unknown as Broken;
    expect(judge(bundle)).toEqual([]);
    breakIt(bundle);
    expect(judge(bundle).join('\n')).toMatch(complaint);
  });
});
