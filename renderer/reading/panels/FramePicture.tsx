import { useEffect, useRef } from 'react';
import type { FrameRequest } from '../../study/frameImage.ts';
import { useThumbnail } from '../../study/useThumbnail.ts';

/** Longest side of a small picture, device pixels. */
const sidePx = 96;

/** The middle image of a series, small; made once the desk has read what it shows. */
export function FramePicture({ sha256, frame }: FrameRequest) {
  const { image } = useThumbnail({ sha256, frame }, sidePx);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null || image === null) return;
    [element.width, element.height] = [image.columns, image.rows];
    element.getContext('2d')?.putImageData(new ImageData(image.rgba, image.columns, image.rows), 0, 0);
    // Pixels that are not square are stretched by the page.
    element.style.aspectRatio = String(image.columns / (image.rows * image.aspectRatio));
  }, [image]);
  return <canvas ref={canvas} aria-hidden width={1} height={1} />;
}
