import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PixelBox } from '../../../shared/deid/burnIn.ts';
import { boxBetween, corners, moved, placeAt, resized, type Corner, type PixelPlace, type PixelSize } from './maskGeometry.ts';
import { boxAfterKey } from './maskKeys.ts';

type Drag =
  | { readonly kind: 'draw'; readonly from: PixelPlace; readonly index: number }
  | { readonly kind: 'move'; readonly from: PixelPlace; readonly index: number; readonly box: PixelBox }
  | { readonly kind: 'resize'; readonly corner: Corner; readonly index: number; readonly box: PixelBox };

interface Props {
  readonly size: PixelSize;
  readonly boxes: readonly PixelBox[];
  readonly selected: number | null;
  readonly onSelect: (index: number | null) => void;
  /** Changes with the same gesture are one to be taken back. */
  readonly onBoxes: (boxes: readonly PixelBox[], gesture: string) => void;
}

/** A drag shorter than this, in pixels of the picture, was a click. */
const clickPixels = 2;
/** A corner is about 12 points wide on a picture that fills the window. */
const handlesAcross = 70;
const maxBoxes = 40;

/** Rectangles over the picture: drawn on free ground, moved by their middle, sized by their corners, or all of it by keys. */
export function MaskLayer({ size, boxes, selected, onSelect, onBoxes }: Props) {
  const { t } = useTranslation('deidentify');
  const svg = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const gestures = useRef(0);
  const placeOf = (event: PointerEvent): PixelPlace => placeAt(event.clientX, event.clientY, svg.current?.getBoundingClientRect() ?? { left: 0, top: 0, width: 1, height: 1 }, size);
  const replaced = (index: number, box: PixelBox): readonly PixelBox[] => boxes.map((other, at) => (at === index ? box : other));
  const begin = (event: PointerEvent, next: Drag): void => {
    event.stopPropagation();
    if (event.button !== 0) return;
    gestures.current += 1;
    svg.current?.setPointerCapture(event.pointerId);
    setDrag(next);
    onSelect(next.kind === 'draw' ? null : next.index);
  };
  const go = (event: PointerEvent): void => {
    if (!drag) return;
    const gesture = `drag ${gestures.current}`;
    const place = placeOf(event);
    if (drag.kind === 'draw') {
      const isClick = boxes.length <= drag.index && Math.abs(place.x - drag.from.x) < clickPixels && Math.abs(place.y - drag.from.y) < clickPixels;
      if (isClick || drag.index >= maxBoxes) return;
      onBoxes([...boxes.slice(0, drag.index), boxBetween(drag.from, place, size)], gesture);
      onSelect(drag.index);
    } else if (drag.kind === 'move') onBoxes(replaced(drag.index, moved(drag.box, place.x - drag.from.x, place.y - drag.from.y, size)), gesture);
    else onBoxes(replaced(drag.index, resized(drag.box, drag.corner, place, size)), gesture);
  };
  const press = (event: KeyboardEvent, index: number, box: PixelBox): void => {
    const after = boxAfterKey(box, event, size);
    if (after === null) return;
    event.preventDefault();
    if (after === 'removed') {
      gestures.current += 1;
      onBoxes(boxes.filter((_, at) => at !== index), `remove ${gestures.current}`);
      onSelect(null);
    } else onBoxes(replaced(index, after), `keys ${index} ${gestures.current}`);
  };
  const handle = Math.max(size.columns, size.rows) / handlesAcross;
  return (
    <svg
      ref={svg} viewBox={`0 0 ${size.columns} ${size.rows}`} preserveAspectRatio="none" role="group" aria-label={t('maskLayer')} data-testid="mask-layer"
      style={{ position: 'absolute', inset: 0, width: '100%', height: '100%', cursor: 'crosshair', touchAction: 'none' }}
      onPointerDown={(event) => begin(event, { kind: 'draw', from: placeOf(event), index: boxes.length })}
      onPointerMove={go} onPointerUp={() => setDrag(null)} onPointerCancel={() => setDrag(null)}
    >
      {boxes.map((box, index) => (
        // Boxes have no identity but their place in the list.
        // oxlint-disable-next-line react/no-array-index-key
        <g key={index}>
          <rect
            {...box} fill={selected === index ? 'rgb(32 201 151 / 45%)' : 'rgb(0 0 0 / 78%)'} stroke={selected === index ? '#63e6be' : '#ffd43b'} strokeWidth={2} strokeDasharray={selected === index ? undefined : '6 4'} vectorEffect="non-scaling-stroke"
            role="button" tabIndex={0} aria-pressed={selected === index} aria-label={t('maskOf', { number: index + 1, ...box })} style={{ cursor: 'move', outline: 'none' }} data-testid={`mask-${index}`}
            onFocus={() => onSelect(index)} onKeyDown={(event) => press(event, index, box)} onKeyUp={() => { gestures.current += 1; }}
            onPointerDown={(event) => begin(event, { kind: 'move', from: placeOf(event), index, box })}
          />
          {selected === index ? corners.map((corner) => (
            <rect
              key={corner} x={box.x + (corner.endsWith('e') ? box.width : 0) - handle / 2} y={box.y + (corner.startsWith('s') ? box.height : 0) - handle / 2} width={handle} height={handle}
              fill="#63e6be" stroke="#0b1015" vectorEffect="non-scaling-stroke" style={{ cursor: corner === 'nw' || corner === 'se' ? 'nwse-resize' : 'nesw-resize' }} data-testid={`mask-${index}-${corner}`}
              onPointerDown={(event) => begin(event, { kind: 'resize', corner, index, box })}
            />
          )) : null}
        </g>
      ))}
    </svg>
  );
}
