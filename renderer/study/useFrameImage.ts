import { noFrameImage } from './frameImage.ts';
import type { FrameImageState, FrameRequest } from './frameImage.ts';

/**
 * One frame of a stored object as it should look with the object's own first window, for previews and for masking
 * burnt-in text. Null asks for nothing.
 */
export function useFrameImage(_request: FrameRequest | null): FrameImageState {
  return noFrameImage;
}
