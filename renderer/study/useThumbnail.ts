import { useCallback, useSyncExternalStore } from 'react';
import type { FrameRequest } from './frameImage.ts';
import { noThumbnail, thumbnails } from './thumbnails.ts';
import type { Thumbnail } from './thumbnails.ts';

/**
 * A frame as a small picture in the object's own first window, made when the desk reads nothing. Null asks for nothing.
 *
 * @param sizePx side of the square it fits
 */
export function useThumbnail(request: FrameRequest | null, sizePx: number): Thumbnail {
  const sha256 = request?.sha256 ?? null;
  const frame = request?.frame ?? 0;
  const subscribe = useCallback((listener: () => void) => (sha256 === null ? () => undefined : thumbnails.want({ sha256, frame }, sizePx, listener)), [sha256, frame, sizePx]);
  return useSyncExternalStore(subscribe, () => (sha256 === null ? noThumbnail : thumbnails.get({ sha256, frame }, sizePx)));
}
