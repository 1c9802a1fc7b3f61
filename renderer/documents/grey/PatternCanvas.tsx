import { useEffect, useRef } from 'react';
import { cssPxPerMm } from '../ecg/paper.ts';
import { greyPattern, paintPattern } from './greyPattern.ts';

interface Props {
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
  readonly devicePixelRatio: number;
  readonly label: string;
}

/** The test pattern, one pixel of the canvas to one of the display. */
export function PatternCanvas({ width, height, devicePixelRatio, label }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d') ?? null;
    if (context !== null && width > 0 && height > 0) paintPattern(context, greyPattern({ width, height, pxPerMm: cssPxPerMm * devicePixelRatio }));
  }, [width, height, devicePixelRatio]);
  return <canvas ref={canvas} width={width} height={height} role="img" aria-label={label} style={{ position: 'absolute', left: 0, top: 0, width: width / devicePixelRatio, height: height / devicePixelRatio, imageRendering: 'pixelated' }} data-testid="grey-pattern" />;
}
