import { spawnSync } from 'node:child_process';
import { pydicomData } from '../dicom/pydicom.ts';
import { hasValidators } from '../evidence/programs.ts';

/** The distribution's Python, which has Pillow and pydicom. */
const python = '/usr/bin/python3';

/** Programs that judge pictures and the objects made of them are here. */
export const hasJudges = hasValidators && pydicomData !== null && spawnSync(python, ['-c', 'import PIL, numpy']).status === 0;

/** What the metadata of the made pictures says and no object may. */
export const secrets = ['GPS-SECRET', 'Zhou Shutian', 'XMP-SECRET', 'COMMENT-SECRET', 'PHONE-SECRET', 'THUMBNAIL-SECRET', 'TRAILER-SECRET', 'IPTC-SECRET', 'MIDDLE-SECRET'] as const;

/**
 * Pictures as cameras, phones and programs write them, by Pillow; `phone` carries in every place known to us what must not
 * be kept. Smooth in colour with fine grain, 101 × 77 pixels, so that neither side is a multiple of a block.
 */
const script = `
import io, json, base64, numpy
from PIL import Image, PngImagePlugin
rows, columns = 77, 101
y, x = numpy.mgrid[0:rows, 0:columns]
grain = ((x * 7919 + y * 104729) % 23).astype(int)
rgb = numpy.stack([x * 2 + grain, y * 3 + grain, 255 - x - y + grain], axis=2).clip(0, 255).astype(numpy.uint8)
picture = Image.fromarray(rgb)
def coded(image, form='JPEG', **options):
    out = io.BytesIO(); image.save(out, form, **options); return out.getvalue()
def exif(orientation):
    block = Image.Exif()
    block[0x0112] = orientation; block[0x013b] = 'Zhou Shutian'; block[0x010f] = 'PHONE-SECRET'; block[0x0132] = '2026:11:22 10:00:00'
    block[0x8769] = {0x9003: '2026:05:06 07:08:09'}
    block[0x8825] = {29: 'GPS-SECRET', 2: (22.0, 16.0, 37.5)}
    return block
def segment(marker, body): return bytes([255, marker]) + (len(body) + 2).to_bytes(2, 'big') + body
profile = bytes(128) + bytes(range(256)) * 600
chunks = [profile[at:at + 65000] for at in range(0, len(profile), 65000)]
plain = coded(picture, quality=90, subsampling=2)
def phone(orientation):
    body = coded(picture, quality=90, subsampling=2, exif=exif(orientation))
    extra = segment(0xe0, b'JFXX\\0\\x10THUMBNAIL-SECRET') + segment(0xe1, b'http://ns.adobe.com/xap/1.0/\\0XMP-SECRET') + segment(0xed, b'Photoshop 3.0\\0IPTC-SECRET') + segment(0xfe, b'COMMENT-SECRET')
    extra += b''.join(segment(0xe2, b'ICC_PROFILE\\0' + bytes([n + 1, len(chunks)]) + chunk) for n, chunk in enumerate(chunks))
    start = body.index(b'\\xff\\xdb')
    scan = body.index(b'\\xff\\xda')
    return body[:start] + extra + body[start:scan] + segment(0xfe, b'MIDDLE-SECRET') + body[scan:] + b'TRAILER-SECRET' + plain
grey16 = Image.fromarray((x * 600 + y * 64).astype(numpy.uint16))
alpha = picture.convert('RGBA'); alpha.putalpha(Image.fromarray((x * 2).clip(0, 255).astype(numpy.uint8)))
info = PngImagePlugin.PngInfo(); info.add_text('Author', 'Zhou Shutian')
files = {
  'plain': plain, 'fine': coded(picture, quality=95, subsampling=0), 'halved': coded(picture, quality=80, subsampling=1), 'grey': coded(picture.convert('L'), quality=88),
  'cmyk': coded(picture.convert('CMYK'), quality=90), 'progressive': coded(picture, quality=90, progressive=True),
  'phone': phone(1), 'turned': phone(6), 'png': coded(picture, 'PNG', pnginfo=info, exif=exif(1)), 'alpha': coded(alpha, 'PNG'), 'deep': coded(grey16, 'PNG'),
  'tiff': coded(picture, 'TIFF'), 'gif': coded(picture, 'GIF'), 'webp': coded(picture, 'WEBP'), 'bmp': coded(picture, 'BMP'), 'profile': profile,
}
print(json.dumps({name: base64.b64encode(data).decode() for name, data in files.items()}))
`;

export type PictureName = 'plain' | 'fine' | 'halved' | 'grey' | 'cmyk' | 'progressive' | 'phone' | 'turned' | 'png' | 'alpha' | 'deep' | 'tiff' | 'gif' | 'webp' | 'bmp' | 'profile';

/** Makes them all; a fraction of a second. */
export function makePictures(): Readonly<Record<PictureName, Uint8Array>> {
  const { status, stdout, stderr } = spawnSync(python, ['-c', script], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`Pillow: ${stderr}`);
  const files = JSON.parse(stdout) as Record<PictureName, string>;
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new Uint8Array(Buffer.from(text, 'base64'))])) as Record<PictureName, Uint8Array>;
}
