/** Dash patterns (CSS px) that carry a structure beside its colour; chosen by its place in the structure set. */
const dashPatterns: readonly (readonly number[])[] = [[], [9, 4], [2, 3], [9, 3, 2, 3], [16, 5], [5, 3, 1, 3, 1, 3]];

/** Dash pattern of the structure at `index`. */
export const structureDash = (index: number): readonly number[] => dashPatterns[index % dashPatterns.length] ?? [];

/** `rgb()` text of a structure's colour, lifted where it would not be seen on black. */
export function structureColour(colour: readonly [number, number, number]): string {
  const [r, g, b] = colour;
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  if (luminance >= 70) return `rgb(${r}, ${g}, ${b})`;
  const lift = (value: number): number => Math.round(value + (255 - value) * (0.55 - luminance / 255));
  return `rgb(${lift(r)}, ${lift(g)}, ${lift(b)})`;
}
