import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeJpegApart } from '../../../shared/attachment/jpeg.ts';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { describePixels } from '../../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../../shared/dicom/pixels/encodedFrame.ts';
import type { StoredInstance } from '../../../shared/ipc/channels.ts';
import { smallPdf } from '../../attachment/samples.ts';
import type { ConsoleDriver } from '../demo/consoleDriver.ts';
import { openCase, type DataIn } from './stage.ts';

/** Where the picture was taken and by whom, as a phone writes it; none of it may be in the object. */
const secrets = ['GPS-SECRET', 'COMMENT-SECRET', 'TRAILER-SECRET'] as const;

/** Adds a photograph and a report from files, opens both on the desk, and finds the coded picture in the object without what the phone wrote beside it. */
export async function attachFiles(stage: DataIn, caseId: string): Promise<void> {
  const { b, workDir, check, picture } = stage;
  await openCase(b, caseId);
  const drawn = await drawnJpeg(b);
  const [photo, report, heic] = [join(workDir, 'IMG_0412.jpg'), join(workDir, '病理报告.pdf'), join(workDir, 'IMG_0413.HEIC')];
  writeFileSync(photo, asPhoneWrites(drawn));
  writeFileSync(report, smallPdf());
  writeFileSync(heic, Buffer.from('\0\0\0\x18ftypheic', 'latin1'));
  const before = (await b.call('imaging.get', { caseId })).instances.length;
  await b.page.locator('[data-testid="contents"] input[type=file]').setInputFiles([photo, report, heic]);
  await b.page.locator('[data-testid^="attach-row-"][data-state="looking"]').first().waitFor({ state: 'detached' });
  await b.page.locator('[data-testid="attach-row-3"][data-state="refused"]').waitFor();
  check('a HEIC is refused with what to do', (await b.at('attach-row-3').innerText()).includes('兼容性最佳'));
  check('the dialog says whose the files will be', (await b.at('attach-patient').innerText()).includes('SAMPLE'), await b.at('attach-patient').innerText());
  check('the day of the photograph is that of its EXIF', (await b.at('attach-row-1').getByTestId('attach-date').inputValue()) === '2026-11-18');
  await b.at('attach-row-1').getByTestId('attach-kind').click();
  await b.page.getByRole('option', { name: '病理镜下图' }).filter({ visible: true }).first().click();
  await b.at('attach-row-1').getByTestId('attach-title').fill('胃窦活检 HE ×100');
  await b.at('attach-row-2').getByTestId('attach-title').fill('病理报告');
  await b.at('attach-row-2').getByTestId('attach-date').fill('2026-11-19');
  await b.at('attach-checked').check();
  await picture('14b-attach');
  await b.click('attach-start');
  await b.at('attach-result').waitFor();
  await b.click('attach-close');
  await b.until('both objects are in the case', async () => (await b.call('imaging.get', { caseId })).instances.length === before + 2);
  const { instances } = await b.call('imaging.get', { caseId });
  await checkPhoto(stage, instances.find(({ header }) => header.modality === 'GM'), drawn);
  await openOnDesk(stage);
}

async function checkPhoto({ b, check }: DataIn, stored: StoredInstance | undefined, drawn: Uint8Array): Promise<void> {
  if (stored === undefined) return check('the photograph is in the case', false);
  const bytes = await bytesOf(b, stored.sha256);
  const text = Buffer.from(bytes).toString('latin1');
  check('nothing the phone wrote beside the picture is in the object', secrets.every((secret) => !text.includes(secret)));
  const dataSet = parseDataSet(bytes);
  const frame = encodedFrame(dataSet, describePixels(dataSet), 0).bytes;
  const { stream } = takeJpegApart(drawn);
  check('the coded picture is in the object byte for byte', Buffer.compare(frame.subarray(0, stream.length), stream) === 0 && frame.length - stream.length <= 1, [frame.length, stream.length]);
}

async function openOnDesk({ b, check, picture }: DataIn): Promise<void> {
  await b.click('tab-review');
  const option = (title: string) => b.page.locator('[data-series-list] [role=option]').filter({ hasText: title }).first();
  await option('胃窦活检 HE ×100').dblclick();
  await b.page.locator('[data-cell][data-drawn-at-ms]').filter({ hasText: '胃窦活检 HE ×100' }).first().waitFor();
  check('the photograph opens on the desk', true);
  await picture('14c-photograph');
  await option('病理报告').dblclick();
  await b.at('pdf-view').locator('canvas').first().waitFor();
  check('the report opens on the desk', true);
}

/** A picture by the browser itself, coded as baseline JPEG. */
async function drawnJpeg(b: ConsoleDriver): Promise<Uint8Array> {
  const base64 = await b.page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [640, 400];
    const context = canvas.getContext('2d');
    if (context === null) return '';
    context.fillStyle = '#e8d0dc';
    context.fillRect(0, 0, 640, 400);
    context.fillStyle = '#603080';
    for (let at = 0; at < 200; at += 1) context.fillRect((at * 97) % 630, (at * 61) % 390, 9, 7);
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1] ?? '';
  });
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

const segment = (marker: number, body: Buffer): Buffer => Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body]);

/** One entry of a TIFF directory. */
const entry = (tag: number, type: number, count: number, value: number): Buffer => {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16LE(tag, 0);
  bytes.writeUInt16LE(type, 2);
  bytes.writeUInt32LE(count, 4);
  bytes.writeUInt32LE(value, 8);
  return bytes;
};

const directory = (...entries: Buffer[]): Buffer => Buffer.concat([Buffer.from([entries.length, 0]), ...entries, Buffer.alloc(4)]);

/** The file as a phone sends it: EXIF with day and place in front, a comment, and its own data behind the picture. */
function asPhoneWrites(jpeg: Uint8Array): Buffer {
  const taken = '2026:11:18 09:30:12\0';
  // First directory at 8 (two entries, 30 bytes), the EXIF one at 38 (18 bytes), texts behind it.
  const tiff = Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), directory(entry(0x013b, 2, 10, 76), entry(0x8769, 4, 1, 38)), directory(entry(0x9003, 2, taken.length, 56)), Buffer.from(`${taken}GPS-SECRET`, 'latin1')]);
  return Buffer.concat([jpeg.subarray(0, 2), segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])), segment(0xfe, Buffer.from('COMMENT-SECRET')), jpeg.subarray(2), Buffer.from('TRAILER-SECRET')]);
}

async function bytesOf(b: ConsoleDriver, sha256: string): Promise<Uint8Array> {
  const base64 = await b.page.evaluate(async (digest) => {
    const bytes = new Uint8Array(await (await fetch(`app://console/blobs/${digest}`)).arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  }, sha256);
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
