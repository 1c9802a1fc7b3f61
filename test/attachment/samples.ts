import { uidFromSeed } from '../../shared/dicom/write/uidFromSeed.ts';
import type { AttachmentContext, Described } from '../../shared/attachment/attachmentContext.ts';
import { startFiling } from '../../shared/attachment/filing.ts';
import type { Filing } from '../../shared/attachment/filing.ts';
import type { AttachmentKind } from '../../shared/attachment/kinds.ts';

export const attachmentContext: AttachmentContext = {
  patient: { patientName: 'Zhang^San=张^三', patientID: 'GD-0042', birthDate: '19600501', sex: 'M' },
  device: { uid: uidFromSeed('attachment/device'), softwareVersion: '0.4.0', serialNumber: 'console-1', institutionName: '珠海市人民医院' },
  language: 'zh',
  clock: { nowMs: Date.UTC(2026, 10, 22, 6, 30, 15, 125), utcOffsetMinutes: 480 },
};

/** Places with the same UIDs in every run. */
export function filingFrom(seed: string): (kind: AttachmentKind, date: string) => Filing {
  let count = 0;
  return startFiling(() => uidFromSeed(`attachment/${seed}/${count++}`));
}

export const described = <Kind extends AttachmentKind>(kind: Kind, title = '左颈部 HE ×200'): Described<Kind> => ({ kind, title, takenAt: { date: '20260506', time: '070809' } });

const segment = (marker: number, ...body: number[]): number[] => [0xff, marker, 0, body.length + 2, ...body];

/** Markers of a grey baseline JPEG of 8 × 8 pixels; nothing is coded in its scan. */
export const craftedJpeg = (): Uint8Array => Uint8Array.from([0xff, 0xd8, ...segment(0xdb, 0, ...Array.from({ length: 64 }, () => 1)), ...segment(0xc0, 8, 0, 8, 0, 8, 1, 1, 0x11, 0), ...segment(0xda, 1, 1, 0, 0, 63, 0), 1, 2, 3, 0xff, 0xd9]);

/** A PDF of one empty page, as ISO 32000-1 annex H has it; the table of its objects is counted here. */
export function smallPdf(): Uint8Array {
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>', '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>', '<</Length 44>>stream\nBT /F 18 Tf 20 40 Td (Pathology report) Tj ET\nendstream'];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj${object}endobj\n`;
    return at;
  });
  const table = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`;
  return new TextEncoder().encode(text);
}
