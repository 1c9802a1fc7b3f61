/** Least width the drawing library divides by. */
const leastWidth = 1e-6;

/**
 * Window for cornerstone-core, which draws ((x − centre) / width + 0.5) · 255, so that the picture follows
 * ((x − (c − 0.5)) / (w − 1) + 0.5) · 255 (PS3.3 C.11.2.1.2.1).
 */
export const voiOf = ({ centre, width }: { readonly centre: number; readonly width: number }): { readonly windowCenter: number; readonly windowWidth: number } => ({
  windowCenter: centre - 0.5,
  windowWidth: Math.max(leastWidth, width - 1),
});
