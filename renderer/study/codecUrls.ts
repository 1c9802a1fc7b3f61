import charls from '@cornerstonejs/codec-charls/decodewasm?url';
import turbo from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm?url';
import openjpeg from '@cornerstonejs/codec-openjpeg/decodewasm?url';
import { loadCodecs } from '../../shared/dicom/pixels/codecs.ts';
import type { CodecName, Codecs } from '../../shared/dicom/pixels/codecs.ts';
import { StoreError } from '../../shared/errors/appError.ts';

const urls: Readonly<Record<CodecName, string>> = { openjpeg, charls, 'libjpeg-turbo-8bit': turbo };

/** The codecs of the built console; each binary is fetched at its first use. */
export const bundledCodecs = (): Codecs =>
  loadCodecs(async (name) => {
    const response = await fetch(urls[name]);
    if (!response.ok) throw new StoreError('not-found', `The image decoder ${name} could not be read (status ${response.status}); install the console again.`);
    return response.arrayBuffer();
  });
