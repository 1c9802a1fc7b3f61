/** One thing to paint, in device pixels; `grey` is the 8-bit level sent to the display. */
export type PatternShape =
  | { readonly kind: 'rect'; readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly grey: number }
  | { readonly kind: 'circle'; readonly x: number; readonly y: number; readonly radius: number; readonly grey: number; readonly thickness: number }
  | { readonly kind: 'text'; readonly x: number; readonly y: number; readonly text: string; readonly size: number; readonly grey: number };

export interface PatternOptions {
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels to a millimetre as they are believed to be, for the line that is measured with a ruler. */
  readonly pxPerMm: number;
}

/** 8-bit level of a percentage of the full drive, as SMPTE RP 133 states its patches. */
export const levelOf = (percent: number): number => Math.round((percent / 100) * 255);

/** Eighteen levels, 15 apart, from black to white: every second step of a scale of 35. */
export const patchLevels: readonly number[] = Array.from({ length: 18 }, (_, index) => index * 15);

/** Letters that fade into their ground, one level less with each (AAPM TG18-QC has the same words on three grounds). */
export const fadingLetters = 'QUALITY CONTROL';
export const fadingGrounds: readonly number[] = [levelOf(10), levelOf(50), levelOf(90)];

/** Widths of a line and of the gap behind it, in device pixels. */
export const lineWidths = [1, 2, 3, 4] as const;

/** Length of the line to be measured, in mm: 100, or 50 where that does not fit. */
export const rulerMm = ({ width, pxPerMm }: PatternOptions): number => (width * 0.9 >= 100 * pxPerMm ? 100 : 50);

/**
 * Test pattern for looking at a display, drawn by ourselves after published ones; every edge is on a whole device pixel.
 *
 * Ground 50 % with a geometry grid and a circle; a ramp of 256 levels; 18 patches, each with squares 4 levels darker and
 * brighter; 5 % in 0 % and 95 % in 100 %; fading letters on three grounds; line pairs of 1 to 4 pixels both ways; a line to
 * measure. It shows what an eye can see and takes no luminance: it stands in for no acceptance test with a meter.
 *
 * @see AAPM On-line Report 03 (TG18, 2005) 2.2 (TG18-QC: patches, 0/5 and 95/100 % squares, fading letters, line pairs);
 *   AAPM Report 270 (TG270, 2019) on visual checks; SMPTE RP 133-1991 (0/5/95/100 %, 10 % steps, line pairs, crosshatch)
 */
export function greyPattern(options: PatternOptions): readonly PatternShape[] {
  const { width, height } = options;
  const unit = Math.max(4, Math.floor(Math.min(width / 16, height / 12)));
  const left = Math.floor((width - 15 * unit) / 2);
  const top = Math.floor((height - 11 * unit) / 2);
  const at = (column: number, row: number): readonly [number, number] => [left + Math.round(column * unit), top + Math.round(row * unit)];
  return [
    { kind: 'rect', x: 0, y: 0, width, height, grey: 128 },
    ...geometry(options, unit, left, top),
    ...ramp(...at(0, 0), 15 * unit, unit),
    ...patches(...at(0, 1.5), unit),
    ...extremes(...at(0, 5), unit),
    ...letters(...at(5, 5), 10 * unit, unit),
    ...linePairs(...at(0, 8.2), unit),
    ...ruler(options, ...at(7.5, 10.4), unit),
  ];
}

/** A frame at the very edge, a crosshatch, and a circle that must be round. */
function geometry({ width, height }: PatternOptions, unit: number, left: number, top: number): PatternShape[] {
  const line = 191;
  const shapes: PatternShape[] = [];
  for (let x = left % unit; x < width; x += unit) shapes.push({ kind: 'rect', x, y: 0, width: 1, height, grey: 143 });
  for (let y = top % unit; y < height; y += unit) shapes.push({ kind: 'rect', x: 0, y, width, height: 1, grey: 143 });
  shapes.push(
    { kind: 'rect', x: 0, y: 0, width, height: 1, grey: 255 }, { kind: 'rect', x: 0, y: height - 1, width, height: 1, grey: 255 },
    { kind: 'rect', x: 0, y: 0, width: 1, height, grey: 255 }, { kind: 'rect', x: width - 1, y: 0, width: 1, height, grey: 255 },
    { kind: 'circle', x: Math.round(width / 2), y: Math.round(height / 2), radius: Math.floor(Math.min(width, height) * 0.48), grey: line, thickness: 1 },
  );
  return shapes;
}

function ramp(x: number, y: number, width: number, height: number): PatternShape[] {
  return Array.from({ length: 256 }, (_, grey) => {
    const from = Math.round((grey / 256) * width);
    return { kind: 'rect' as const, x: x + from, y, width: Math.round(((grey + 1) / 256) * width) - from, height, grey };
  });
}

/** Two rows of nine; the second runs back, so that neighbours differ as little as they can. */
function patches(x: number, y: number, unit: number): PatternShape[] {
  const width = Math.floor((15 * unit) / 9);
  const height = Math.round(1.6 * unit);
  const inset = Math.max(2, Math.round(unit / 4));
  return patchLevels.flatMap((grey, index) => {
    const column = index < 9 ? index : 17 - index;
    const px = x + column * width;
    const py = y + (index < 9 ? 0 : height);
    const square = (sx: number, sy: number, level: number): PatternShape => ({ kind: 'rect', x: sx, y: sy, width: inset, height: inset, grey: Math.min(255, Math.max(0, level)) });
    return [
      { kind: 'rect', x: px, y: py, width, height, grey },
      square(px + inset, py + inset, grey + 4), square(px + width - 2 * inset, py + inset, grey - 4),
      square(px + inset, py + height - 2 * inset, grey - 4), square(px + width - 2 * inset, py + height - 2 * inset, grey + 4),
    ];
  });
}

/** 5 % inside 0 % and 95 % inside 100 %, the two that go first on a display that is set wrong. */
function extremes(x: number, y: number, unit: number): PatternShape[] {
  const size = Math.round(2.2 * unit);
  const inner = Math.round(0.9 * unit);
  const edge = Math.round((size - inner) / 2);
  const pair = (px: number, outside: number, inside: number): PatternShape[] => [
    { kind: 'rect', x: px, y, width: size, height: size, grey: levelOf(outside) },
    { kind: 'rect', x: px + edge, y: y + edge, width: inner, height: inner, grey: levelOf(inside) },
    { kind: 'text', x: px, y: y + size + Math.round(unit * 0.1), text: `${outside} / ${inside} %`, size: Math.max(8, Math.round(unit * 0.35)), grey: 230 },
  ];
  return [...pair(x, 0, 5), ...pair(x + size + Math.round(0.2 * unit), 100, 95)];
}

function letters(x: number, y: number, width: number, unit: number): PatternShape[] {
  const rowHeight = Math.round(0.9 * unit);
  return fadingGrounds.flatMap((ground, row) => {
    const py = y + row * rowHeight;
    const step = width / (fadingLetters.length + 1);
    return [
      { kind: 'rect', x, y: py, width, height: rowHeight, grey: ground },
      ...Array.from(fadingLetters, (letter, index): PatternShape => ({
        kind: 'text', x: x + Math.round((index + 0.5) * step), y: py + Math.round(rowHeight * 0.2), text: letter, size: Math.max(8, Math.round(rowHeight * 0.65)), grey: ground + fadingLetters.length - index,
      })),
    ];
  });
}

/** Black and white lines of each width, upright and level, and one pair of blocks at low contrast. */
function linePairs(x: number, y: number, unit: number): PatternShape[] {
  const size = Math.round(1.5 * unit);
  const blocks = [...lineWidths.map((line) => [line, 0, 255] as const), [1, 128, 148] as const];
  return blocks.flatMap(([line, dark, bright], index) => {
    const px = x + Math.round(index * 3.05 * unit);
    const lines: PatternShape[] = [
      { kind: 'rect', x: px, y, width: size, height: size, grey: dark },
      { kind: 'rect', x: px + Math.round(1.5 * unit), y, width: size, height: size, grey: dark },
    ];
    for (let offset = 0; offset + line <= size; offset += 2 * line) {
      lines.push({ kind: 'rect', x: px + offset, y, width: line, height: size, grey: bright });
      lines.push({ kind: 'rect', x: px + Math.round(1.5 * unit), y: y + offset, width: size, height: line, grey: bright });
    }
    return [...lines, { kind: 'text', x: px, y: y + size + Math.round(0.08 * unit), text: `${line} px`, size: Math.max(8, Math.round(unit * 0.35)), grey: 230 }];
  });
}

function ruler(options: PatternOptions, centre: number, y: number, unit: number): PatternShape[] {
  const mm = rulerMm(options);
  const length = Math.round(mm * options.pxPerMm);
  const x = centre - Math.round(length / 2);
  const tick = Math.round(0.3 * unit);
  return [
    { kind: 'rect', x, y, width: length, height: 1, grey: 255 },
    { kind: 'rect', x, y: y - tick, width: 1, height: 2 * tick, grey: 255 },
    { kind: 'rect', x: x + length - 1, y: y - tick, width: 1, height: 2 * tick, grey: 255 },
    { kind: 'text', x: centre - Math.round(0.8 * unit), y: y + Math.round(0.1 * unit), text: `${mm} mm`, size: Math.max(9, Math.round(unit * 0.4)), grey: 255 },
  ];
}

/** Paints a pattern on a canvas whose pixels are those of the display. */
export function paintPattern(context: CanvasRenderingContext2D, shapes: readonly PatternShape[]): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.textBaseline = 'top';
  for (const shape of shapes) {
    const colour = `rgb(${shape.grey} ${shape.grey} ${shape.grey})`;
    context.fillStyle = colour;
    if (shape.kind === 'rect') context.fillRect(shape.x, shape.y, shape.width, shape.height);
    else if (shape.kind === 'text') {
      context.font = `600 ${shape.size}px system-ui, sans-serif`;
      context.fillText(shape.text, shape.x, shape.y);
    } else {
      context.strokeStyle = colour;
      context.lineWidth = shape.thickness;
      context.beginPath();
      context.arc(shape.x + 0.5, shape.y + 0.5, shape.radius, 0, 2 * Math.PI);
      context.stroke();
    }
  }
}
