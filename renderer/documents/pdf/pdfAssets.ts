/**
 * Files pdf.js asks for by name while it reads: character maps of Chinese and other fonts that are not embedded, metrics
 * of the 14 standard fonts, and decoders of images in JPEG 2000 and JBIG2. They are in the bundle; nothing is fetched from
 * elsewhere. `no-inline` because the content policy allows no `data:` in `connect-src`.
 */
const files: Readonly<Record<string, string>> = {
  ...import.meta.glob<string>('../../../node_modules/pdfjs-dist/cmaps/*.bcmap', { eager: true, query: '?url&no-inline', import: 'default' }),
  ...import.meta.glob<string>('../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', { eager: true, query: '?url&no-inline', import: 'default' }),
  ...import.meta.glob<string>('../../../node_modules/pdfjs-dist/wasm/{openjpeg,jbig2}.wasm', { eager: true, query: '?url&no-inline', import: 'default' }),
};

const byName: ReadonlyMap<string, string> = new Map(Object.entries(files).map(([path, url]) => [path.slice(path.lastIndexOf('/') + 1), url]));

/** Answers pdf.js' questions for a file by name; its `BinaryDataFactory`. */
export class BundledFiles {
  async fetch({ filename }: { readonly filename: string }): Promise<Uint8Array> {
    const url = byName.get(filename);
    if (url === undefined) throw new Error(`The PDF reader has no file ${filename}.`);
    const response = await fetch(url);
    if (!response.ok) throw new Error(`The PDF reader could not read ${filename} (status ${response.status}).`);
    return new Uint8Array(await response.arrayBuffer());
  }
}
