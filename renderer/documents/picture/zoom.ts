/** How a picture lies in a window: CSS pixels of one pixel of the picture, and where its upper left corner is. */
export interface PictureView {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** From here on single pixels are looked at, and smoothing would invent what lies between them. */
export const pixelatedFrom = 4;
const mostScale = 32;

/** The largest view that shows the whole picture, in the middle. */
export function fitted(picture: Size, window: Size): PictureView {
  const scale = Math.min(window.width / picture.width, window.height / picture.height);
  return { scale, x: (window.width - picture.width * scale) / 2, y: (window.height - picture.height * scale) / 2 };
}

/** Zoomed by a factor about a place of the window, which keeps showing the same place of the picture. */
export function zoomed(view: PictureView, factor: number, x: number, y: number, picture: Size, window: Size): PictureView {
  const least = Math.min(fitted(picture, window).scale, 1) / 2;
  const scale = Math.min(Math.max(view.scale * factor, least), mostScale);
  const real = scale / view.scale;
  return withinSight({ scale, x: x - (x - view.x) * real, y: y - (y - view.y) * real }, picture, window);
}

export const panned = (view: PictureView, dx: number, dy: number, picture: Size, window: Size): PictureView => withinSight({ ...view, x: view.x + dx, y: view.y + dy }, picture, window);

/** A picture cannot be pushed out of sight: its edge stops at the middle of the window. */
function withinSight(view: PictureView, picture: Size, window: Size): PictureView {
  const clamp = (at: number, size: number, room: number): number => Math.min(Math.max(at, room / 2 - size * view.scale), room / 2);
  return { scale: view.scale, x: clamp(view.x, picture.width, window.width), y: clamp(view.y, picture.height, window.height) };
}
