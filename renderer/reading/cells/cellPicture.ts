/** Everything drawn in a cell as PNG, without the texts of its corners: no name leaves the desk with a picture. */
export async function cellPicture(page: Document, index: number): Promise<Uint8Array | null> {
  const layers = [...page.querySelectorAll<HTMLCanvasElement>(`.viewport[data-cell="${index}"] canvas`)];
  const [first] = layers;
  if (first === undefined || first.width === 0 || first.height === 0) return null;
  const whole = page.createElement('canvas');
  [whole.width, whole.height] = [first.width, first.height];
  const context = whole.getContext('2d');
  if (context === null) return null;
  for (const layer of layers) context.drawImage(layer, 0, 0, whole.width, whole.height);
  const blob = await new Promise<Blob | null>((resolve) => whole.toBlob(resolve, 'image/png'));
  return blob === null ? null : new Uint8Array(await blob.arrayBuffer());
}
