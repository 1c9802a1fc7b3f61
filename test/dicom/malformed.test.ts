import { describe, expect, it } from 'vitest';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import { AppError } from '../../shared/errors/appError.ts';
import { hasRealData, listReal, readReal } from './realData.ts';

/**
 * What must be said of every malformed file of the open data as soon as its header is read. `refuse`: the file is
 * not taken, with that reason. `warn`: it is taken, with a warning like that. `sound`: it is as it should be, or
 * what is wrong shows only in the pixels, which test/dicom/pixels/malformed.test.ts asserts.
 */
const expected: Readonly<Record<string, readonly ['refuse', reason: string, words: RegExp] | readonly ['warn', words: RegExp] | readonly ['sound']>> = {
  'cornerstone/no-pixel-data.dcm': ['sound'],
  'cornerstone/no-pixel-spacing.dcm': ['sound'],
  'derived/bits-allocated-12.dcm': ['warn', /BitsAllocated \(0028,0100\) at byte \d+ is 12/],
  'derived/bits-stored-gt-allocated.dcm': ['warn', /BitsStored \(0028,0101\) at byte \d+ is 16, more than the 8/],
  'derived/ct-truncated-in-header.dcm': ['refuse', 'truncated', /InstitutionName \(0008,0080\) at byte 694/],
  'derived/ct-truncated-in-pixeldata.dcm': ['warn', /PixelData \(7FE0,0010\) at byte 6288 is cut: 23906 of its 32768 bytes/],
  'derived/dicm-no-elements.dcm': ['refuse', 'not-dicom', /no data set/],
  'derived/ds-not-a-number.dcm': ['warn', /PixelSpacing \(0028,0030\) at byte \d+ holds a value that is not a number/],
  'derived/duplicate-tags.dcm': ['warn', /PatientName \(0010,0010\) at byte 308 occurs again/],
  'derived/encapsulated-no-eoi-no-delimiter.dcm': ['warn', /PixelData \(7FE0,0010\) at byte 7426 is cut/],
  'derived/j2k-corrupt-middle.dcm': ['sound'],
  'derived/jpegls-corrupt-middle.dcm': ['sound'],
  'derived/length-past-eof.dcm': ['warn', /PixelData \(7FE0,0010\) at byte 504 is cut: 16 of its 2147483632 bytes/],
  'derived/missing-dicm-magic.dcm': ['warn', /DICM prefix at byte 128/],
  'derived/missing-photometric.dcm': ['warn', /PhotometricInterpretation \(0028,0004\) is absent/],
  'derived/missing-rows.dcm': ['warn', /Rows \(0028,0010\) is absent/],
  'derived/no-preamble-no-meta.dcm': ['warn', /no preamble/],
  'derived/number-of-frames-huge.dcm': ['warn', /PixelData \(7FE0,0010\) at byte \d+ has 16 bytes/],
  'derived/number-of-frames-negative.dcm': ['warn', /NumberOfFrames \(0028,0008\) at byte 452 is -5/],
  'derived/number-of-frames-text.dcm': ['warn', /NumberOfFrames \(0028,0008\) at byte 452 holds a value that is not a number/],
  'derived/odd-length-value.dcm': ['warn', /Manufacturer \(0008,0070\) at byte 290 has the odd length 5/],
  'derived/preamble-only.dcm': ['refuse', 'not-dicom', /no DICM prefix/],
  'derived/random-bytes.dcm': ['refuse', 'not-dicom', /no DICM prefix/],
  'derived/rd-iop-flipped-y.dcm': ['warn', /ImageOrientationPatient \(0020,0037\) at byte \d+ runs against/],
  'derived/rd-no-scaling.dcm': ['warn', /DoseGridScaling \(3004,000E\) is absent/],
  'derived/rd-offset-vector-absolute.dcm': ['sound'],
  'derived/rd-offset-vector-short.dcm': ['warn', /GridFrameOffsetVector \(3004,000C\) at byte \d+ has 53 entries for 56 frames/],
  'derived/rd-relative.dcm': ['warn', /DoseUnits \(3004,0002\) at byte \d+ is RELATIVE/],
  'derived/rows-65535.dcm': ['warn', /PixelData \(7FE0,0010\) at byte \d+ has 32 bytes/],
  'derived/rows-zero.dcm': ['warn', /Rows \(0028,0010\) at byte 452 is 0/],
  'derived/rp-beam-without-controlpoints.dcm': ['warn', /BeamNumber \(300A,00C0\) at byte \d+ \d+ has no ControlPointSequence \(300A,0111\)/],
  'derived/rp-dangling-beam-number.dcm': ['warn', /ReferencedBeamNumber \(300C,0006\) at byte \d+ 7 names no beam/],
  'derived/rp-fractions-empty.dcm': ['warn', /NumberOfFractionsPlanned \(300A,0078\) at byte \d+ is absent or empty/],
  'derived/rs-contourdata-not-multiple-of-3.dcm': ['warn', /ContourData \(3006,0050\) at byte \d+ has \d+ coordinates/],
  'derived/rs-dangling-roi-number.dcm': ['warn', /ReferencedROINumber \(3006,0084\) at byte \d+ \d+ names no structure/],
  'derived/rs-duplicate-roi-number.dcm': ['warn', /ROINumber \(3006,0022\) at byte \d+ \d+ is given to more than one/],
  'derived/rs-point-count-wrong.dcm': ['warn', /NumberOfContourPoints \(3006,0046\) at byte \d+ is \d+ but \d+ points/],
  'derived/rs-roi-without-contours.dcm': ['sound'],
  'derived/sq-nested-200.dcm': ['warn', /SOPClassUID \(0008,0016\) at byte 7536 is out of order/],
  'derived/sq-undefined-no-delimiter.dcm': ['refuse', 'truncated', /ContentSequence \(0040,A730\) at byte 364/],
  'derived/text-file-renamed.dcm': ['refuse', 'not-dicom', /no DICM prefix/],
  'derived/unknown-transfer-syntax.dcm': ['warn', /TransferSyntaxUID \(0002,0010\) 1\.2\.3\.4\.5\.6\.7/],
  'derived/vr-invalid-zz.dcm': ['warn', /ImageType \(0008,0008\) at byte 290 has the unknown VR "ZZ"/],
  'derived/zero-length.dcm': ['refuse', 'not-dicom', /empty/],
  'fo-dicom/GH1146.dcm': ['warn', /PixelData \(7FE0,0010\) at byte 2124 has 0 bytes/],
  'fo-dicom/GH1301.dcm': ['warn', /PatientSex \(0010,0040\) at byte \d+ is none of M, F and O/],
  'fo-dicom/GH177_D_CLUNIE_CT1_IVRLE_BigEndian_undefined_length.dcm': ['warn', /SourceImageSequence \(0008,2112\) at byte \d+ has VR UN/],
  'fo-dicom/GH220.dcm': ['warn', /StudyInstanceUID \(0020,000D\) is absent or empty/],
  'fo-dicom/GH223.dcm': ['warn', /StudyInstanceUID \(0020,000D\) is absent or empty/],
  'orthanc/Issue137.dcm': ['warn', /EncapsulatedDocument \(0042,0011\) at byte \d+ is absent or empty/],
  'orthanc/Issue146.dcm': ['warn', /PixelData \(7FE0,0010\) is absent/],
  'orthanc/Issue195.dcm': ['warn', /SOPClassUID \(0008,0016\) is absent/],
  'orthanc/MultiframeWindowing.dcm': ['warn', /Modality \(0008,0060\) is absent/],
  'pydicom/ExplVR_BigEndNoMeta.dcm': ['warn', /no file meta information/],
  'pydicom/ExplVR_LitEndNoMeta.dcm': ['warn', /no file meta information/],
  'pydicom/J2K_pixelrep_mismatch.dcm': ['sound'],
  'pydicom/JPEG2000-embedded-sequence-delimiter.dcm': ['sound'],
  'pydicom/MR_truncated.dcm': ['warn', /PixelData \(7FE0,0010\) at byte 1488 is cut: 8130 of its 8192 bytes/],
  'pydicom/UN_sequence.dcm': ['warn', /StudyInstanceUID \(0020,000D\) is absent or empty/],
  'pydicom/badVR.dcm': ['warn', /NumberOfFrames \(0028,0008\) at byte 1008 holds a value that is not a number/],
  'pydicom/bad_sequence.dcm': ['warn', /SOPInstanceUID \(0008,0018\) at byte 450 is not a UID/],
  'pydicom/emri_small_jpeg_2k_lossless_too_short.dcm': ['warn', /PixelData \(7FE0,0010\) at byte 2340 is cut/],
  'pydicom/empty_charset_LEI.dcm': ['refuse', 'missing-attribute', /SOPClassUID \(0008,0016\)/],
  'pydicom/meta_missing_tsyntax.dcm': ['refuse', 'not-dicom', /byte 202 does not begin an element/],
  'pydicom/nested_priv_SQ.dcm': ['refuse', 'missing-attribute', /SOPClassUID \(0008,0016\)/],
  'pydicom/no_meta.dcm': ['refuse', 'not-dicom', /no DICM prefix/],
  'pydicom/no_meta_group_length.dcm': ['warn', /StudyInstanceUID \(0020,000D\) is absent or empty/],
  'pydicom/priv_SQ.dcm': ['warn', /StudyInstanceUID \(0020,000D\) is absent or empty/],
  'pydicom/reportsi_with_empty_number_tags.dcm': ['sound'],
  'pydicom/rtplan_truncated.dcm': ['refuse', 'truncated', /BeamSequence \(300A,00B0\) at byte 1410/],
  // The plan is sound; that its structure set is not there is for the reference chain to say.
  'rp-dangling-structureset-ref.dcm': ['warn', /StudyDate \(0008,0020\) at byte \d+ is not a date/],
};

/** What reading the header comes to, in the terms of the table. */
function outcomeOf(bytes: Uint8Array): { readonly refusal: string | null; readonly words: string } {
  try {
    return { refusal: null, words: readHeader(bytes).warnings.join('\n') };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { refusal: error.reason, words: error.message };
  }
}

describe.runIf(hasRealData)('malformed files of the open data', () => {
  const files = hasRealData ? listReal('malformed').map((path) => path.slice('malformed/'.length)) : [];

  it('are all in the table', () => {
    expect(files).toEqual(expect.arrayContaining(Object.keys(expected)));
    expect(Object.keys(expected)).toEqual(expect.arrayContaining(files));
  });

  it.each(files)('%s', (file) => {
    const [kind, ...wanted] = expected[file] ?? ['missing'];
    const { refusal, words } = outcomeOf(readReal(`malformed/${file}`));
    if (kind === 'refuse') expect(refusal).toBe(wanted[0]);
    else expect(refusal).toBeNull();
    if (kind === 'sound') expect(words).toBe('');
    else expect(words).toMatch(wanted.at(-1) as RegExp);
  });
});
