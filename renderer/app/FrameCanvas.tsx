import { Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FrameProps } from '../mdt/frameView.ts';
import { useFrameImage } from '../study/useFrameImage.ts';

/** One frame of a stored object in its first window, as large as its box with the pixels' own proportions. */
export function FrameCanvas({ sha256, frame, label, onShown }: FrameProps) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { image, frames, error } = useFrameImage({ sha256, frame });
  useEffect(() => {
    if (!image) return;
    canvas.current?.getContext('2d')?.putImageData(new ImageData(image.rgba, image.columns, image.rows), 0, 0);
    onShown?.({ rows: image.rows, columns: image.columns, aspectRatio: image.aspectRatio, frames });
  }, [image, frames, onShown]);
  const ratio = image ? image.columns / (image.rows * image.aspectRatio) : 1;
  return (
    <div style={{ width: '100%', height: '100%', containerType: 'size', display: 'grid', placeItems: 'center' }} data-testid="frame" data-state={error ? 'error' : image ? 'shown' : 'loading'}>
      {error ? <Text size="xs" c="orange.4" ta="center" title={error.message} style={{ overflow: 'hidden' }}>{t('frameProblem')}</Text> : null}
      {image && !error ? <canvas ref={canvas} width={image.columns} height={image.rows} role="img" aria-label={label} style={{ width: `min(100cqw, 100cqh * ${ratio})`, height: `min(100cqh, 100cqw / ${ratio})` }} /> : null}
      {image || error ? null : <Text size="xs" c="dimmed">{t('loading')}</Text>}
    </div>
  );
}
