import { useEffect, useState } from 'react';
import { toErrorShape } from '../../shared/errors/appError.ts';
import { fetchFrom } from './fetchFiles.ts';
import { noFrameImage } from './frameImage.ts';
import type { FrameImageState, FrameRequest } from './frameImage.ts';
import { FrameRenderer } from './frameRenderer.ts';
import { blobBaseUrl } from './openStudy.ts';

/** The renderer all pictures on screen share; it ends with the last of them. */
let shared: { readonly renderer: FrameRenderer; users: number } | null = null;

/**
 * One frame of a stored object as it should look with the object's own first window, for previews and for masking
 * burnt-in text. Null asks for nothing. While the next frame is on its way the last one stays, so that stepping through
 * frames does not flicker; another object begins empty.
 */
export function useFrameImage(request: FrameRequest | null): FrameImageState {
  const [shown, setShown] = useState<{ readonly sha256: string | null; readonly state: FrameImageState }>({ sha256: null, state: noFrameImage });
  const sha256 = request?.sha256 ?? null;
  const frame = request?.frame ?? 0;
  const isAsking = sha256 !== null;
  useEffect(() => (isAsking ? holdRenderer() : undefined), [isAsking]);
  useEffect(() => {
    if (sha256 === null) return undefined;
    let isCurrent = true;
    const show = (state: FrameImageState): void => {
      if (isCurrent) setShown({ sha256, state });
    };
    shared?.renderer.render({ sha256, frame }).then(
      ({ image, frames }) => show({ image, frames, error: null }),
      (error: unknown) => show({ ...noFrameImage, error: toErrorShape(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [sha256, frame]);
  return shown.sha256 === sha256 && sha256 !== null ? shown.state : noFrameImage;
}

/** Keeps the shared renderer until the returned function is called. */
function holdRenderer(): () => void {
  shared ??= { renderer: new FrameRenderer(fetchFrom(blobBaseUrl)), users: 0 };
  const held = shared;
  held.users++;
  return () => {
    held.users--;
    if (held.users > 0) return;
    held.renderer.dispose();
    if (shared === held) shared = null;
  };
}
