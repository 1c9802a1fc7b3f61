import { useEffect, useRef, useState } from 'react';
import { FrameRenderer } from '../../study/frameRenderer.ts';
import { problemOf } from '../../ui/problem.ts';
import type { Problem } from '../../ui/problem.ts';
import type { ReadBytes } from '../documents.ts';

/** What is shown: a frame of a DICOM object (from 0), or a photograph as a file. */
export type PictureSource =
  | { readonly kind: 'frame'; readonly sha256: string; readonly frame: number }
  | { readonly kind: 'file'; readonly sha256: string; readonly mimeType: string };

/** A picture ready to be drawn, with the size it must be shown in: pixels need not be square. */
export interface Picture {
  readonly bitmap: ImageBitmap;
  readonly width: number;
  readonly height: number;
  /** Of the whole object; 1 for a file. */
  readonly frames: number;
}

/** The picture of a source. While the next frame of an object is on its way the last one stays. */
export function useBitmap(source: PictureSource, read: ReadBytes): { readonly picture: Picture | null; readonly error: Problem | null } {
  const held = useRef<FrameRenderer | null>(null);
  const [state, setState] = useState<{ readonly sha256: string; readonly picture: Picture | null; readonly error: Problem | null }>({ sha256: source.sha256, picture: null, error: null });
  const isFrame = source.kind === 'frame';
  useEffect(() => {
    if (!isFrame) return undefined;
    const made = new FrameRenderer(({ sha256 }) => read(sha256));
    held.current = made;
    return () => {
      made.dispose();
      held.current = null;
    };
  }, [isFrame, read]);
  const { sha256 } = source;
  const frame = source.kind === 'frame' ? source.frame : 0;
  const mimeType = source.kind === 'file' ? source.mimeType : '';
  useEffect(() => {
    let isCurrent = true;
    const load = async (): Promise<void> => {
      const renderer = held.current;
      const picture = await (isFrame && renderer !== null ? frameBitmap(renderer, sha256, frame) : fileBitmap(read, sha256, mimeType));
      if (isCurrent) setState({ sha256, picture, error: null });
      else picture.bitmap.close();
    };
    load().catch((error: unknown) => isCurrent && setState({ sha256, picture: null, error: problemOf(error) }));
    return () => {
      isCurrent = false;
    };
  }, [isFrame, read, sha256, frame, mimeType]);
  const { picture } = state;
  useEffect(() => () => picture?.bitmap.close(), [picture]);
  return state.sha256 === sha256 ? state : { picture: null, error: null };
}

async function frameBitmap(renderer: FrameRenderer, sha256: string, frame: number): Promise<Picture> {
  const { image: { rgba, columns, rows, aspectRatio }, frames } = await renderer.render({ sha256, frame });
  return { bitmap: await createImageBitmap(new ImageData(rgba, columns, rows)), width: columns, height: rows * aspectRatio, frames };
}

async function fileBitmap(read: ReadBytes, sha256: string, mimeType: string): Promise<Picture> {
  const bytes = await read(sha256);
  const bitmap = await createImageBitmap(new Blob([bytes.slice()], { type: mimeType }));
  return { bitmap, width: bitmap.width, height: bitmap.height, frames: 1 };
}
