import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readSuv } from '../../shared/volume/suv.ts';
import type { Suv } from '../../shared/volume/types.ts';
import { concat, dataSetBytes, fileBytes } from '../dicom/elementBytes.ts';
import type { ElementsByKeyword } from '../dicom/elementBytes.ts';
import { hasRealData, readReal, readRealJson } from '../dicom/realData.ts';
import { volumeOf } from './buildForTest.ts';
import { syntheticSeries } from './syntheticSeries.ts';

const drug: ElementsByKeyword = { RadiopharmaceuticalStartTime: '090000', RadionuclideTotalDose: '370000000', RadionuclideHalfLife: '6586.2' };

/** 70 kg, 370 MBq of F-18 at 9:00, scan at 10:00, image of a bed acquired at 10:05. */
const header = {
  Modality: 'PT', CorrectedImage: 'DECY\\ATTN\\SCAT', DecayCorrection: 'START', Units: 'BQML', PatientWeight: '70', RescaleSlope: '1', RescaleIntercept: '0',
  SeriesDate: '20240310', SeriesTime: '100000', AcquisitionDate: '20240310', AcquisitionTime: '100500.00',
  RadiopharmaceuticalInformationSequence: [drug],
} as const satisfies ElementsByKeyword;

const withDrug = (change: ElementsByKeyword): ElementsByKeyword => ({ RadiopharmaceuticalInformationSequence: [{ ...drug, ...change }] });
const suvOf = (change: ElementsByKeyword, extra: readonly Uint8Array[] = []): Suv => readSuv(parseDataSet(concat([fileBytes({ ...header, ...change }), ...extra])));

function factorOf(change: ElementsByKeyword, extra: readonly Uint8Array[] = []): number {
  const suv = suvOf(change, extra);
  if (suv.kind === 'refused') throw new Error(suv.message);
  return suv.factor;
}

/** Weight and dose of the header, decayed for some minutes. */
const afterMinutes = (minutes: number): number => 70_000 / (370e6 * 2 ** ((-minutes * 60) / 6586.2));

/** A private attribute with the element that reserves its block, explicit little endian. */
function privateElements(group: number, creator: string, vr: string, element: number, value: string): Uint8Array {
  const one = (number: number, type: string, text: string): Uint8Array => {
    const bytes = new TextEncoder().encode(text.length % 2 === 0 ? text : `${text} `);
    return concat([new Uint8Array(Uint16Array.of(group, number).buffer), new TextEncoder().encode(type), new Uint8Array(Uint16Array.of(bytes.length).buffer), bytes]);
  };
  return concat([one(0x10, 'LO', creator), one(0x1000 + element, vr, value)]);
}

const philips = (creator: string, value: string): Suv => suvOf({ Units: 'CNTS' }, [privateElements(0x7053, creator, 'DS', 0, value)]);

describe('SUV by body weight', () => {
  it('of 5000 Bq/ml, 70 kg, 370 MBq after 60 min of a half-life of 6586.2 s is 1.3817', () => {
    expect(5000 * factorOf({})).toBeCloseTo(1.3817, 4);
  });

  it.each<readonly [string, number, ElementsByKeyword]>([
    ['counts from the injection to the start of the series', afterMinutes(60), {}],
    ['takes date and time of the injection before its time', afterMinutes(90), withDrug({ RadiopharmaceuticalStartDateTime: '20240310083000.00' })],
    ['follows date and time across midnight', afterMinutes(660), withDrug({ RadiopharmaceuticalStartDateTime: '20240309230000' })],
    ['takes the time alone where the date says no time', afterMinutes(60), withDrug({ RadiopharmaceuticalStartDateTime: '20240310' })],
    ['brings times of two zones together', afterMinutes(60), { TimezoneOffsetFromUTC: '+0800', ...withDrug({ RadiopharmaceuticalStartDateTime: '20240310010000+0000' }) }],
    ['leaves a zone alone where the image names none', afterMinutes(60), withDrug({ RadiopharmaceuticalStartDateTime: '20240310090000+0800' })],
    ['puts a time later than the scan before midnight', afterMinutes(75), { SeriesTime: '003000', AcquisitionTime: '003000', ...withDrug({ RadiopharmaceuticalStartTime: '231500' }) }],
    ['takes scan and injection at one moment', afterMinutes(0), withDrug({ RadiopharmaceuticalStartTime: '100000' })],
    ['reads times to the fraction and without seconds', afterMinutes(60.5), { SeriesTime: '100030.00', ...withDrug({ RadiopharmaceuticalStartTime: '0900' }) }],
    ['reads the old form of date and time', afterMinutes(60), { SeriesDate: '2024.03.10', SeriesTime: '10:00:00' }],
    ['lets nothing decay where values are corrected to the injection', 70_000 / 370e6, { DecayCorrection: 'ADMIN', RadiopharmaceuticalInformationSequence: [{ RadionuclideTotalDose: '370000000' }] }],
    ['is the value itself in g/ml', 1, { Units: 'GML', PatientWeight: '', RadiopharmaceuticalInformationSequence: '' }],
    ['is the value itself in g/ml by body weight', 1, { Units: 'GML', SUVType: 'BW' }],
  ])('%s', (_, factor, change) => {
    expect(factorOf(change)).toBeCloseTo(factor, 12);
  });

  it.each<readonly [string, string, ElementsByKeyword]>([
    ['CorrectedImage (0028,0051)', 'absent', { CorrectedImage: '' }],
    ['CorrectedImage (0028,0051)', 'ATTN', { CorrectedImage: 'DECY\\SCAT' }],
    ['CorrectedImage (0028,0051)', 'DECY', { CorrectedImage: 'ATTN' }],
    ['DecayCorrection (0054,1102)', 'absent', { DecayCorrection: '' }],
    ['DecayCorrection (0054,1102)', 'NONE', { DecayCorrection: 'NONE' }],
    ['Units (0054,1001)', 'absent', { Units: '' }],
    ['Units (0054,1001)', 'PROPCNTS', { Units: 'PROPCNTS' }],
    ['SUVScaleFactor (7053,1000)', 'absent', { Units: 'CNTS' }],
    ['SUVType (0054,1006)', 'LBM', { Units: 'GML', SUVType: 'LBM' }],
    ['RescaleSlope (0028,1053)', 'absent', { RescaleSlope: '' }],
    ['RescaleIntercept (0028,1052)', 'absent', { RescaleIntercept: '' }],
    ['PatientWeight (0010,1030)', 'absent', { PatientWeight: '' }],
    ['PatientWeight (0010,1030)', 'not above 0', { PatientWeight: '0' }],
    ['PatientWeight (0010,1030)', 'not a number', { PatientWeight: 'abc' }],
    ['RadiopharmaceuticalInformationSequence (0054,0016)', 'absent', { RadiopharmaceuticalInformationSequence: '' }],
    ['RadiopharmaceuticalInformationSequence (0054,0016)', '2 injections', { RadiopharmaceuticalInformationSequence: [drug, drug] }],
    ['RadionuclideTotalDose (0018,1074)', 'absent', withDrug({ RadionuclideTotalDose: '' })],
    ['RadionuclideTotalDose (0018,1074)', 'MBq', withDrug({ RadionuclideTotalDose: '370' })],
    ['RadionuclideTotalDose (0018,1074)', 'not above 0', { DecayCorrection: 'ADMIN', ...withDrug({ RadionuclideTotalDose: '0' }) }],
    ['RadionuclideHalfLife (0018,1075)', 'absent', withDrug({ RadionuclideHalfLife: '' })],
    ['RadiopharmaceuticalStartTime (0018,1072)', 'absent', withDrug({ RadiopharmaceuticalStartTime: '' })],
    ['RadiopharmaceuticalStartTime (0018,1072)', 'not a time', withDrug({ RadiopharmaceuticalStartTime: '09' })],
    ['RadiopharmaceuticalStartDateTime (0018,1078)', 'not a date with a time', withDrug({ RadiopharmaceuticalStartTime: '', RadiopharmaceuticalStartDateTime: '20240310' })],
    ['RadiopharmaceuticalStartDateTime (0018,1078)', 'later than the scan', withDrug({ RadiopharmaceuticalStartDateTime: '20240310103000' })],
    ['RadiopharmaceuticalStartTime (0018,1072)', 'half-lives', withDrug({ RadiopharmaceuticalStartTime: '100500' })],
    ['SeriesDate (0008,0021)', 'absent', { SeriesDate: '' }],
    ['SeriesDate (0008,0021)', 'not a date', { SeriesDate: '20240230' }],
    ['SeriesTime (0008,0031)', 'absent', { SeriesTime: '' }],
    ['SeriesTime (0008,0031)', 'not a time', { SeriesTime: '256000' }],
    ['AcquisitionDate (0008,0022)', 'absent', { AcquisitionDate: '' }],
    ['AcquisitionTime (0008,0032)', 'absent', { AcquisitionTime: '' }],
    ['SeriesTime (0008,0031)', 'later than AcquisitionTime', { SeriesTime: '110000' }],
    ['SeriesTime (0008,0031)', 'later than AcquisitionTime', { SeriesTime: '110000', FrameReferenceTime: '0', ActualFrameDuration: '240000' }],
    ['ActualFrameDuration (0018,1242)', 'absent', { SeriesTime: '110000', FrameReferenceTime: '420000' }],
  ])('is refused naming %s: %s', (attribute, word, change) => {
    const suv = suvOf(change);
    if (suv.kind !== 'refused') throw new Error(`accepted with ${suv.factor}`);
    expect(suv.attribute).toBe(attribute);
    expect(suv.message).toContain(attribute);
    expect(suv.message).toContain(word);
  });

  it('starts a series made later where the frame puts the scan', () => {
    // A frame of 240 s whose average count rate lies 119.747 s after its start: 1/λ·ln(λT/(1 − e^−λT)) by Python with λ = ln 2 / 6586.2 s.
    const referenceMs = 300_000 + 119_747;
    const factor = factorOf({ SeriesTime: '180000', FrameReferenceTime: String(referenceMs), ActualFrameDuration: '240000' });
    expect(factor).toBeCloseTo(afterMinutes(60), 9);
  });

  it('starts a series made later where GE says that the scan began', () => {
    const scan = privateElements(9, 'GEMS_PETD_01', 'DT', 0x0d, '20240310095500.00');
    const { Modality, SeriesDate, AcquisitionDate, AcquisitionTime, SeriesTime: _, ...rest } = header;
    const before = fileBytes({ Modality, SeriesDate, SeriesTime: '180000', AcquisitionDate, AcquisitionTime });
    const suv = readSuv(parseDataSet(concat([before, scan, dataSetBytes(rest, true)])));
    expect(suv).toEqual({ kind: 'factor', factor: expect.closeTo(afterMinutes(55), 12) as number });
  });

  it('of counts is by the factor of Philips, found by its creator', () => {
    expect(philips('Philips PET Private Group', '0.000512')).toEqual({ kind: 'factor', factor: 0.000512 });
    for (const [creator, value] of [['Somebody else', '0.000512'], ['Philips PET Private Group', '0'], ['Philips PET Private Group', 'abc']] as const) {
      expect(philips(creator, value)).toMatchObject({ kind: 'refused', attribute: 'SUVScaleFactor (7053,1000)' });
    }
  });
});

const pet = (change: (k: number) => ElementsByKeyword): Promise<{ readonly suv: Suv | null }> => volumeOf(syntheticSeries({ change: (k) => ({ ...header, ...change(k) }) }));

describe('SUV of a series', () => {
  it('is that of its images, whose beds were acquired one after the other', async () => {
    const { suv } = await pet((k) => ({ AcquisitionTime: `10${String(10 + 4 * k)}00`, RescaleSlope: String(1 + k) }));
    expect(suv).toEqual({ kind: 'factor', factor: expect.closeTo(afterMinutes(60), 12) as number });
  });

  it('is refused where one image lacks what the others have, or has another', async () => {
    expect((await pet((k) => (k === 1 ? { PatientWeight: '' } : {}))).suv).toMatchObject({ kind: 'refused', attribute: 'PatientWeight (0010,1030)' });
    expect((await pet((k) => (k === 2 ? { PatientWeight: '71' } : {}))).suv).toMatchObject({ kind: 'refused', attribute: 'PatientWeight (0010,1030)' });
    expect((await pet((k) => (k === 2 ? withDrug({ RadionuclideTotalDose: '380000000' }) : {}))).suv).toMatchObject({ kind: 'refused', attribute: 'RadionuclideTotalDose (0018,1074)' });
  });

  it('is nothing where the images are no PET', async () => {
    expect((await volumeOf(syntheticSeries())).suv).toBeNull();
  });
});

interface Oracle {
  readonly files: Readonly<Record<string, { readonly suvbw_from_series_time?: { readonly factor_per_bqml: number; readonly suv_max: number; readonly suv_mean: number } }>>;
}

describe.runIf(hasRealData)('SUV of real PET', () => {
  it('equals the reference', async () => {
    const expected = (readRealJson('oracles/suv.json') as Oracle).files['modalities/pt/PT-GH184.dcm']?.suvbw_from_series_time;
    if (expected === undefined) throw new Error('the reference has no such file');
    const { suv, voxels, slope, intercept } = await volumeOf([readReal('modalities/pt/PT-GH184.dcm')]);
    if (suv?.kind !== 'factor') throw new Error(suv?.message ?? 'no PET');
    expect(suv.factor / expected.factor_per_bqml).toBeCloseTo(1, 12);
    const values = Array.from(voxels, (voxel) => (voxel * slope + intercept) * suv.factor);
    expect(Math.max(...values) / expected.suv_max).toBeCloseTo(1, 6);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length / expected.suv_mean).toBeCloseTo(1, 6);
  });

  it('is refused without a weight, which is named', async () => {
    expect(readSuv(parseDataSet(readReal('modalities/pt/PT-Issue94.dcm')))).toMatchObject({ kind: 'refused', attribute: 'PatientWeight (0010,1030)' });
  });
});
