import { useEffect, useRef } from 'react';
import type { FrameRequest } from '../../study/frameImage.ts';
import { useFrameImage } from '../../study/useFrameImage.ts';

/** Longest side of a small picture, device pixels. */
const sidePx = 112;

/** The middle image of a series, small. */
export function FramePicture({ sha256, frame }: FrameRequest) {
  const { image } = useFrameImage({ sha256, frame });
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d') ?? null;
    if (element === null || context === null || image === null) return undefined;
    let isCurrent = true;
    const height = image.rows * image.aspectRatio;
    const scale = Math.min(1, sidePx / Math.max(image.columns, height));
    [element.width, element.height] = [Math.max(1, Math.round(image.columns * scale)), Math.max(1, Math.round(height * scale))];
    const draw = async (): Promise<void> => {
      const bitmap = await createImageBitmap(new ImageData(image.rgba, image.columns, image.rows));
      if (isCurrent) context.drawImage(bitmap, 0, 0, element.width, element.height);
      bitmap.close();
    };
    void draw();
    return () => {
      isCurrent = false;
    };
  }, [image]);
  return <canvas ref={canvas} aria-hidden width={1} height={1} />;
}
