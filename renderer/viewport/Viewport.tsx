import { useEffect, useRef } from 'react';
import type { View } from '../../shared/meeting/view.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { PlaneRenderer } from './planeRenderer.ts';
import type { FrameTimes } from './planeRenderer.ts';
import type { PlaneName } from './planes.ts';
import type { PlaneScene } from './scene.ts';
import { usePlaneInput } from './usePlaneInput.ts';
import './viewport.css';

/** What is drawn, and who is told of changes. */
export interface ViewportProps extends PlaneScene {
  readonly onView: (fields: Partial<View>) => void;
  readonly onPointer?: (plane: PlaneName, pointMm: Vector3 | null) => void;
  /** False while somebody else drives: the picture follows and does not react. */
  readonly canChange: boolean;
  readonly onFrame?: (times: FrameTimes) => void;
}

/** One plane of the study: image, overlays, corner texts, mouse and keyboard. All state is in the props. */
export function Viewport({ plane, volume, seriesName, dose, isDoseRefused, structures, referenceDoseGy, view, onView, pointers, onPointer, canChange, words, onFrame }: ViewportProps) {
  const root = useRef<HTMLDivElement>(null);
  const image = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const corners = { topLeft: useRef<HTMLDivElement>(null), topRight: useRef<HTMLDivElement>(null), bottomLeft: useRef<HTMLDivElement>(null), bottomRight: useRef<HTMLDivElement>(null) };
  const renderer = useRef<PlaneRenderer | null>(null);
  const frameListener = useRef(onFrame);
  useEffect(() => {
    frameListener.current = onFrame;
  });
  const scene: PlaneScene = { plane, volume, seriesName, dose, isDoseRefused, structures, referenceDoseGy, view, pointers, words };
  const { topLeft, topRight, bottomLeft, bottomRight } = corners;

  useEffect(() => {
    const [element, picture, lines] = [root.current, image.current, overlay.current];
    const texts = { topLeft: topLeft.current, topRight: topRight.current, bottomLeft: bottomLeft.current, bottomRight: bottomRight.current };
    if (!element || !picture || !lines || !texts.topLeft || !texts.topRight || !texts.bottomLeft || !texts.bottomRight) return undefined;
    const { topLeft: a, topRight: b, bottomLeft: c, bottomRight: d } = texts;
    const drawing = new PlaneRenderer({ root: element, image: picture, overlay: lines, corners: { topLeft: a, topRight: b, bottomLeft: c, bottomRight: d } }, (times) => frameListener.current?.(times));
    renderer.current = drawing;
    const fit = (): void => drawing.resize(element.clientWidth, element.clientHeight, window.devicePixelRatio);
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawing.dispose();
      renderer.current = null;
    };
  }, [topLeft, topRight, bottomLeft, bottomRight]);

  // After every render: the renderer itself decides whether anything has to be drawn.
  useEffect(() => renderer.current?.setScene(scene));

  usePlaneInput({ scene, renderer, root, canChange, onView, onPointer: onPointer && ((pointMm) => onPointer(plane, pointMm)) });

  return (
    <div ref={root} className="viewport" data-testid={`viewport-${plane}`} tabIndex={0} role="application" aria-label={words.planes[plane]}>
      <canvas ref={image} className="viewport-canvas" />
      <canvas ref={overlay} className="viewport-canvas" />
      <div ref={topLeft} className="viewport-corner viewport-top-left" />
      <div ref={topRight} className="viewport-corner viewport-top-right" />
      <div ref={bottomLeft} className="viewport-corner viewport-bottom-left" />
      <div ref={bottomRight} className="viewport-corner viewport-bottom-right" aria-live="off" data-testid={`readout-${plane}`} />
    </div>
  );
}
