import { describe, expect, it } from 'vitest';
import { readStoredDvhs } from '../../../shared/rt/read/readStoredDvhs.ts';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import type { RtNotice } from '../../../shared/rt/notices.ts';
import type { ElementsByKeyword } from '../../dicom/elementBytes.ts';
import { fileBytes } from '../../dicom/elementBytes.ts';

const dvh: ElementsByKeyword = {
  DVHType: 'CUMULATIVE', DoseUnits: 'GY', DoseType: 'PHYSICAL', DVHDoseScaling: '0.5', DVHVolumeUnits: 'CM3', DVHNumberOfBins: '3', DVHData: [2, 10, 2, 6, 4, 1],
  DVHReferencedROISequence: [{ ReferencedROINumber: '7', DVHROIContributionType: 'INCLUDED' }], DVHMinimumDose: '0.4', DVHMeanDose: '1.9', DVHMaximumDose: '4',
};

function read(change: ElementsByKeyword) {
  const warnings: RtNotice[] = [];
  const [stored] = readStoredDvhs(parseDataSet(fileBytes({ SOPClassUID: sopClass.rtDose, DVHSequence: [{ ...dvh, ...change }] })), warnings);
  return { stored, dose: [...(stored?.dose ?? [])], volume: [...(stored?.volume ?? [])], codes: warnings.map(({ code }) => code), detail: warnings.map(({ message }) => message).join() };
}

describe('readStoredDvhs', () => {
  it('scales bin widths, not the stated figures, and closes the cumulative curve', () => {
    expect(read({})).toMatchObject({ dose: [0, 1, 2, 4], volume: [10, 6, 1, 0], codes: [], stored: { rois: [{ number: 7, contribution: 'INCLUDED' }], minimum: 0.4, mean: 1.9, maximum: 4 } });
  });

  it('adds up a differential histogram from the top', () => {
    expect(read({ DVHType: 'DIFFERENTIAL', DVHData: [2, 4, 2, 5, 4, 1] })).toMatchObject({ dose: [0, 1, 2, 4], volume: [10, 6, 1, 0], codes: [] });
  });

  it.each([
    ['a separator behind the last pair', { DVHData: '2\\10\\2\\6\\4\\1\\' }, []],
    ['half a pair at the end', { DVHData: [2, 10, 2, 6, 4, 1, 0] }, ['stored-dvh-bins']],
    ['another number of bins', { DVHNumberOfBins: '5' }, ['stored-dvh-bins']],
  ])('reads over %s', (_, change, codes) => {
    expect(read(change)).toMatchObject({ dose: [0, 1, 2, 4], volume: [10, 6, 1, 0], codes });
  });

  it('recognises doses written where widths belong, by the stated maximum', () => {
    const doses = Array.from({ length: 12 }, (_, n) => [2 * n + 2, 12 - n]).flat();
    const asDoses = read({ DVHData: doses, DVHNumberOfBins: '12', DVHMaximumDose: '12' });
    expect(asDoses.codes).toEqual(['stored-dvh-doses']);
    expect(asDoses.dose.slice(0, 4)).toEqual([0, 1, 2, 3]);
    expect(asDoses.volume.slice(0, 4)).toEqual([12, 12, 11, 10]);
    const asWidths = read({ DVHData: doses, DVHNumberOfBins: '12', DVHMaximumDose: '78' });
    expect(asWidths.codes).toEqual([]);
    expect(asWidths.dose.at(-1)).toBe(78);
  });

  it.each([
    ['NATURAL', { DVHType: 'NATURAL', DVHVolumeUnits: 'CM3' }, 'DVHType'],
    ['PER_U', { DVHVolumeUnits: 'PER_U' }, 'DVHVolumeUnits'],
    ['a cumulative curve that grows', { DVHData: [2, 4, 2, 5, 4, 1] }, 'grows at bin 2'],
    ['a negative width', { DVHData: [2, 10, -2, 6, 4, 1] }, 'bin width of -2'],
    ['a negative volume', { DVHData: [2, 10, 2, 6, 4, -1] }, 'volume of -1'],
    ['no data', { DVHData: '' }, 'DVHData'],
    ['words', { DVHData: '2\\ten' }, 'DVHData'],
    ['no scaling', { DVHDoseScaling: '' }, 'DVHDoseScaling'],
    ['other units', { DoseUnits: 'CGY' }, 'CGY'],
    ['no ROI number', { DVHReferencedROISequence: [{ DVHROIContributionType: 'INCLUDED' }] }, 'ReferencedROINumber'],
  ])('leaves out a histogram with %s and says why', (_, change, why) => {
    const { stored, codes, detail } = read(change);
    expect(stored).toBeUndefined();
    expect(codes).toEqual(['stored-dvh-unreadable']);
    expect(detail).toContain(why);
  });

  it('keeps relative doses and percent volumes as such, and does without an unreadable mean', () => {
    expect(read({ DoseUnits: 'RELATIVE', DVHVolumeUnits: 'PERCENT', DVHMeanDose: 'n/a' })).toMatchObject({ stored: { doseUnits: 'RELATIVE', volumeUnits: 'PERCENT', mean: null, maximum: 4 }, codes: ['stored-dvh-value-unreadable'] });
  });
});
