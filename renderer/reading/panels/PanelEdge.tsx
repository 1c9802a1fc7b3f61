import { useRef } from 'react';

interface Props {
  /** Which side of the panel the edge is. */
  readonly side: 'left' | 'right';
  readonly width: number;
  readonly onWidth: (width: number) => void;
  readonly label: string;
}

const [least, most, step] = [160, 560, 16];
const within = (width: number): number => Math.round(Math.max(least, Math.min(most, width)));

/** The movable edge of a panel, by mouse and by arrow keys. */
export function PanelEdge({ side, width, onWidth, label }: Props) {
  const from = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const sign = side === 'right' ? 1 : -1;
  return (
    <div role="separator" aria-orientation="vertical" aria-label={label} aria-valuenow={width} aria-valuemin={least} aria-valuemax={most} tabIndex={0} className="reading-edge"
      onPointerDown={(event) => {
        from.current = { x: event.clientX, width };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (from.current !== null) onWidth(within(from.current.width + sign * (event.clientX - from.current.x)));
      }}
      onPointerUp={() => {
        from.current = null;
      }}
      onKeyDown={(event) => {
        const move = { ArrowRight: step, ArrowLeft: -step }[event.key];
        if (move === undefined) return;
        event.preventDefault();
        onWidth(within(width + sign * move));
      }}
    />
  );
}
