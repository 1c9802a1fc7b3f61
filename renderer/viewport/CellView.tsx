import { useEffect, useRef } from 'react';
import type { CellViewProps } from './cellProps.ts';
import { CellRenderer } from './cellRenderer.ts';
import type { FrameTimes } from './cellRenderer.ts';
import { useCellInput } from './useCellInput.ts';
import './viewport.css';

export interface CellViewOptions extends CellViewProps {
  /** Told after every frame, for measuring. */
  readonly onFrame?: ((times: FrameTimes) => void) | undefined;
  /** Gives the renderer to who needs what was drawn (pixel for pixel, pictures); null when the cell goes. */
  readonly onRenderer?: ((index: number, renderer: CellRenderer | null) => void) | undefined;
}

/** One cell of the desk: picture, marks, corner texts and mouse. All state is in the props. */
export function CellView(props: CellViewOptions) {
  const { scene, label, onFrame, onRenderer } = props;
  const root = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLCanvasElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const topLeft = useRef<HTMLDivElement>(null);
  const topRight = useRef<HTMLDivElement>(null);
  const bottomLeft = useRef<HTMLDivElement>(null);
  const bottomRight = useRef<HTMLDivElement>(null);
  const renderer = useRef<CellRenderer | null>(null);
  const listeners = useRef({ onFrame, onRenderer });
  useEffect(() => {
    listeners.current = { onFrame, onRenderer };
  });
  const { index } = scene;

  useEffect(() => {
    const [element, image, lines] = [root.current, picture.current, marks.current];
    const [a, b, c, d] = [topLeft.current, topRight.current, bottomLeft.current, bottomRight.current];
    if (!element || !image || !lines || !a || !b || !c || !d) return undefined;
    const drawing = new CellRenderer({ root: element, picture: image, marks: lines, corners: { topLeft: a, topRight: b, bottomLeft: c, bottomRight: d } }, (times) => listeners.current.onFrame?.(times));
    renderer.current = drawing;
    listeners.current.onRenderer?.(index, drawing);
    // The window the cell lies in, which may be another screen's.
    const home = element.ownerDocument.defaultView ?? window;
    const fit = (): void => drawing.resize(element.clientWidth, element.clientHeight, home.devicePixelRatio);
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => {
      observer.disconnect();
      listeners.current.onRenderer?.(index, null);
      drawing.dispose();
      renderer.current = null;
    };
  }, [index]);

  // After every render: the renderer itself decides whether anything has to be drawn.
  useEffect(() => renderer.current?.setScene(scene));

  useCellInput(props, renderer, root);

  const cell = scene.view.cells[index];
  const isActive = scene.view.activeCell === index;
  return (
    <div ref={root} className="viewport" data-testid={`viewport-${cell?.plane ?? 'acquired'}`} data-cell={index} data-active={isActive} data-tool={props.tool} tabIndex={0} role="application" aria-label={label} aria-roledescription="viewport">
      <canvas ref={picture} className="viewport-canvas" />
      <canvas ref={marks} className="viewport-canvas viewport-marks" />
      <div ref={topLeft} className="viewport-corner viewport-top-left" />
      <div ref={topRight} className="viewport-corner viewport-top-right" />
      <div ref={bottomLeft} className="viewport-corner viewport-bottom-left" />
      <div ref={bottomRight} className="viewport-corner viewport-bottom-right" aria-live="off" data-testid={`readout-${cell?.plane ?? 'acquired'}`} />
    </div>
  );
}
