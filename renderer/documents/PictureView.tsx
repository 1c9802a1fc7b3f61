import { Button, Group, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadBytes } from './documents.ts';
import { fitted, panned, pixelatedFrom, zoomed } from './picture/zoom.ts';
import type { PictureView as Placement } from './picture/zoom.ts';
import { useBitmap } from './picture/useBitmap.ts';
import type { Picture, PictureSource } from './picture/useBitmap.ts';
import { Standing } from './Standing.tsx';
import { useBox } from './useBox.ts';
import { useWheelZoom } from './useWheelZoom.ts';

interface Props {
  readonly source: PictureSource;
  readonly read: ReadBytes;
  /** What the picture is, for those who do not see it. */
  readonly label: string;
  /** Asks for another frame of the same object; without it there are no controls for that. */
  readonly onFrame?: (frame: number) => void;
}

/** A photograph or a colour picture: fit, 1:1 and beyond, zoom about the cursor, pan. */
export function PictureView({ source, read, label, onFrame }: Props) {
  const { picture, error } = useBitmap(source, read);
  if (picture === null) return <Standing error={error} />;
  return <PictureDesk key={source.sha256} picture={picture} label={label} frame={source.kind === 'frame' ? source.frame : 0} {...(onFrame === undefined ? {} : { onFrame })} />;
}

function PictureDesk({ picture, label, frame, onFrame }: { readonly picture: Picture; readonly label: string; readonly frame: number; readonly onFrame?: (frame: number) => void }) {
  const { t } = useTranslation('documents');
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useBox(stage);
  const { devicePixelRatio } = box;
  // Null: as large as the window, also when the window changes.
  const [own, setOwn] = useState<Placement | null>(null);
  const view = own ?? fitted(picture, { width: Math.max(1, box.width), height: Math.max(1, box.height) });
  const zoom = (factor: number, x = box.width / 2, y = box.height / 2): void => setOwn(zoomed(view, factor, x, y, picture, box));
  const pan = (dx: number, dy: number): void => setOwn(panned(view, dx, dy, picture, box));
  // One pixel of the picture on one pixel of the screen.
  const toScale = (scale: number): void => zoom(scale / devicePixelRatio / view.scale);
  useWheelZoom(stage, zoom, true);
  const { scale, x, y } = view;
  useEffect(() => {
    const target = canvas.current;
    if (target === null || box.width === 0 || box.height === 0) return;
    const width = Math.round(box.width * devicePixelRatio);
    const height = Math.round(box.height * devicePixelRatio);
    if (target.width !== width || target.height !== height) Object.assign(target, { width, height });
    const context = target.getContext('2d');
    if (context === null) return;
    context.clearRect(0, 0, width, height);
    context.imageSmoothingEnabled = scale * devicePixelRatio < pixelatedFrom;
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture.bitmap, x * devicePixelRatio, y * devicePixelRatio, picture.width * scale * devicePixelRatio, picture.height * scale * devicePixelRatio);
  }, [picture, scale, x, y, box.width, box.height, devicePixelRatio]);
  const grip = useRef({ x: 0, y: 0 });
  const onPointerDown = (event: PointerEvent): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { x: event.clientX, y: event.clientY };
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    pan(event.clientX - grip.current.x, event.clientY - grip.current.y);
    grip.current = { x: event.clientX, y: event.clientY };
  };
  const goTo = (to: number): void => onFrame?.(Math.min(Math.max(to, 0), picture.frames - 1));
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = { '+': () => zoom(1.25), '=': () => zoom(1.25), '-': () => zoom(1 / 1.25), '0': () => setOwn(null), '1': () => toScale(1), ArrowLeft: () => pan(48, 0), ArrowRight: () => pan(-48, 0), ArrowUp: () => pan(0, 48), ArrowDown: () => pan(0, -48), PageDown: () => goTo(frame + 1), PageUp: () => goTo(frame - 1) }[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  return (
    <div style={{ height: '100%', display: 'flex', flexDirection: 'column', minHeight: 0 }} data-testid="picture-view">
      <Group gap={6} p={4} bg="dark.7" role="toolbar" aria-label={t('picture.bar')} style={{ flex: 'none' }}>
        <Button size="compact-xs" variant={own === null ? 'filled' : 'default'} color="teal.7" aria-pressed={own === null} onClick={() => setOwn(null)}>{t('picture.fit')}</Button>
        <Button size="compact-xs" variant="default" onClick={() => toScale(1)} data-testid="picture-one-to-one">1:1</Button>
        <Button.Group>
          <Button size="compact-xs" variant="default" onClick={() => zoom(1 / 1.25)} aria-label={t('zoomOut')}>−</Button>
          <Button size="compact-xs" variant="default" onClick={() => zoom(1.25)} aria-label={t('zoomIn')}>+</Button>
        </Button.Group>
        <Text size="sm" role="status" style={{ fontVariantNumeric: 'tabular-nums' }} data-testid="picture-scale">{t('picture.scale', { percent: Math.round(scale * devicePixelRatio * 100), width: picture.bitmap.width, height: picture.bitmap.height })}</Text>
        {picture.frames > 1 && onFrame !== undefined ? (
          <Group gap={4}>
            <Button size="compact-xs" variant="default" disabled={frame === 0} onClick={() => goTo(frame - 1)} aria-label={t('picture.previous')}>‹</Button>
            <Text size="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>{t('picture.frame', { frame: frame + 1, frames: picture.frames })}</Text>
            <Button size="compact-xs" variant="default" disabled={frame >= picture.frames - 1} onClick={() => goTo(frame + 1)} aria-label={t('picture.next')}>›</Button>
          </Group>
        ) : null}
      </Group>
      <div
        ref={stage} tabIndex={0} role="region" aria-label={t('picture.stage', { label })} onKeyDown={onKeyDown} onPointerMove={onPointerMove} onDoubleClick={() => (own === null ? toScale(1) : setOwn(null))} data-testid="picture-stage"
        onPointerDown={onPointerDown} style={{ flex: 1, minHeight: 0, overflow: 'hidden', background: '#000', cursor: 'grab', touchAction: 'none', position: 'relative' }}
      >
        <canvas ref={canvas} role="img" aria-label={label} style={{ position: 'absolute', inset: 0, width: '100%', height: '100%', display: 'block' }} />
      </div>
    </div>
  );
}
