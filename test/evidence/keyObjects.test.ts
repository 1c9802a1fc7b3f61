import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readKeyObjects } from '../../shared/dicom/objects/keyObjects.ts';
import { headerOf } from '../../shared/dicom/readHeader.ts';
import { keyObjectTitles } from '../../shared/evidence/codes.ts';
import type { KeyObjectTitle } from '../../shared/evidence/codes.ts';
import type { EvidenceObject } from '../../shared/evidence/context.ts';
import { writeKeyObjects } from '../../shared/evidence/writeKeyObjects.ts';
import type { KeyObjectsInput } from '../../shared/evidence/writeKeyObjects.ts';
import { findingsOf, hasValidators, saidBy, withFiles } from './programs.ts';
import { axialSlices, contextFor, priorSlices, radiograph, studyUID, ultrasound } from './samples.ts';

const state: EvidenceObject = { sopClassUID: '1.2.840.10008.5.1.4.1.1.11.1', sopInstanceUID: '1.2.5.1', seriesInstanceUID: '1.2.5', studyInstanceUID: studyUID };
const report: EvidenceObject = { sopClassUID: '1.2.840.10008.5.1.4.1.1.88.34', sopInstanceUID: '1.2.6.1', seriesInstanceUID: '1.2.6', studyInstanceUID: studyUID };
const description = '多学科讨论用：右上肺结节\n请看第 3、7 层';

function selection(fields: Partial<KeyObjectsInput> = {}): Uint8Array {
  const images = [{ image: axialSlices[2] ?? radiograph, presentationState: state }, { image: ultrasound, presentationState: null }, { image: radiograph, presentationState: null }];
  return writeKeyObjects({ context: contextFor(), title: 'forConference', description, images, documents: [report], ...fields });
}

describe('writeKeyObjects', () => {
  it('gives back title, words, person, images with their frames and how they are shown', () => {
    const read = readKeyObjects(parseDataSet(selection()));
    expect(read).toMatchObject({ title: { value: '113005', scheme: 'DCM' }, description, observer: '=梁晓东', contentDate: '20261122', contentTime: '143015.125', warnings: [] });
    expect(read.references).toEqual([
      { sopClassUID: axialSlices[2]?.sopClassUID, sopInstanceUID: axialSlices[2]?.sopInstanceUID, frames: [], presentationState: { sopClassUID: state.sopClassUID, sopInstanceUID: state.sopInstanceUID } },
      { sopClassUID: ultrasound.sopClassUID, sopInstanceUID: ultrasound.sopInstanceUID, frames: [7] },
      { sopClassUID: radiograph.sopClassUID, sopInstanceUID: radiograph.sopInstanceUID, frames: [] },
      { sopClassUID: report.sopClassUID, sopInstanceUID: report.sopInstanceUID, frames: [] },
    ]);
  });

  it('names all it refers to in its evidence, the presentation state too', () => {
    const header = headerOf(parseDataSet(selection()));
    expect(header).toMatchObject({ kind: 'keyObjects', label: 'For Conference', studyInstanceUID: studyUID });
    expect(new Set(header.references.map(({ sopInstanceUID }) => sopInstanceUID))).toEqual(new Set([axialSlices[2]?.sopInstanceUID, ultrasound.sopInstanceUID, radiograph.sopInstanceUID, state.sopInstanceUID, report.sopInstanceUID]));
  });

  it('is the same bytes for the same input', () => {
    expect(Buffer.compare(selection(), selection())).toBe(0);
  });

  it('refuses to be empty, and to hold two studies', () => {
    expect(() => selection({ images: [] })).toThrow('no key image');
    expect(() => selection({ images: [{ image: priorSlices[0] ?? radiograph, presentationState: null }] })).toThrow('one for each study');
  });
});

describe.runIf(hasValidators)('other programs on a key object selection', () => {
  it.each(Object.keys(keyObjectTitles) as KeyObjectTitle[])('dciodvfy finds no error in one %s', (title) => {
    const { errors, warnings } = findingsOf(selection({ title }));
    expect(errors).toEqual([]);
    expect(warnings.filter((warning) => !/Retired Person Name form/.test(warning))).toEqual([]);
  });

  it('dsrdump reads title, words and images', () => {
    const { status, text } = withFiles({ 'ko.dcm': selection() }, (path) => saidBy('dsrdump', ['+Pl', path('ko.dcm')]));
    expect(status).toBe(0);
    expect(text).not.toMatch(/^[EF]:/m);
    expect(text).toContain('<CONTAINER:(,,"For Conference")=SEPARATE>');
    expect(text).toContain('多学科讨论用：右上肺结节');
    expect(text).toContain('<contains IMAGE:=(CT image,),(GSPS,)>');
    expect(text).toContain('<contains IMAGE:=(USm image,,7)>');
  });
});
