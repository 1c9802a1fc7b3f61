import { describe, expect, it } from 'vitest';
import { DeskActivity } from '../../renderer/study/deskActivity.ts';
import type { FrameImage, FrameRequest } from '../../renderer/study/frameImage.ts';
import { shrinkImage } from '../../renderer/study/shrinkImage.ts';
import { noThumbnail, Thumbnails } from '../../renderer/study/thumbnails.ts';
import { until } from './seriesSupport.ts';

/** Grey values as an opaque picture. */
const picture = (rows: readonly (readonly number[])[], aspectRatio = 1): FrameImage => ({
  rows: rows.length,
  columns: rows[0]?.length ?? 0,
  rgba: Uint8ClampedArray.from(rows.flatMap((row) => row.flatMap((value) => [value, value, value, 255]))),
  aspectRatio,
});
const greyOf = ({ rows, columns, rgba }: FrameImage): readonly (readonly number[])[] => Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (__, column) => rgba[(row * columns + column) * 4] ?? -1));

describe('a smaller picture', () => {
  it('is the mean of what each pixel stands for, also where borders fall inside pixels', () => {
    expect(greyOf(shrinkImage(picture([[0, 100, 20, 40], [200, 100, 60, 80]]), 2))).toEqual([[100, 50]]);
    expect(greyOf(shrinkImage(picture([[0, 90, 240]]), 2))).toEqual([[30, 190]]);
  });

  it('fits the square with the proportions the picture is shown in, and is opaque', () => {
    const small = shrinkImage(picture(Array.from({ length: 40 }, () => Array.from({ length: 100 }, () => 7)), 2), 50);
    expect([small.columns, small.rows, small.aspectRatio]).toEqual([50, 40, 1]);
    expect(small.rgba.every((value, at) => value === (at % 4 === 3 ? 255 : 7))).toBe(true);
  });

  it('stays as large as it is where it fits', () => {
    expect(greyOf(shrinkImage(picture([[1, 2], [3, 4]]), 96))).toEqual([[1, 2], [3, 4]]);
  });
});

function make(render: (request: FrameRequest) => Promise<FrameImage> = () => Promise.resolve(picture([[1]]))) {
  const desk = new DeskActivity();
  const log = { rendered: [] as string[], made: 0, disposed: 0 };
  const small = new Thumbnails({
    desk,
    makeRenderer: () => {
      log.made++;
      return {
        render: async (request) => {
          log.rendered.push(request.sha256);
          return { image: await render(request), frames: 1 };
        },
        dispose: () => void log.disposed++,
      };
    },
  });
  return { desk, log, small };
}
const of = (sha256: string): FrameRequest => ({ sha256, frame: 0 });

describe('small pictures', () => {
  it('wait while the desk reads, and are made once', async () => {
    const { desk, log, small } = make();
    const end = desk.begin();
    let told = 0;
    for (const sha256 of ['a', 'b', 'a']) small.want(of(sha256), 96, () => told++);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(log).toEqual({ rendered: [], made: 0, disposed: 0 });
    end();
    await until(() => log.disposed === 1);
    expect(log).toEqual({ rendered: ['a', 'b'], made: 1, disposed: 1 });
    expect(told).toBe(3);
    expect(small.get(of('a'), 96)).toBe(small.get(of('a'), 96));
    expect(small.get(of('a'), 96).image?.columns).toBe(1);
    expect(small.get(of('a'), 48)).toBe(noThumbnail);
  });

  it('are not made where nobody wants them any longer', async () => {
    const { desk, log, small } = make();
    const end = desk.begin();
    small.want(of('a'), 96, () => undefined)();
    small.want(of('b'), 96, () => undefined);
    end();
    await until(() => log.disposed === 1);
    expect(log.rendered).toEqual(['b']);
  });

  it('say why one cannot be made, and go on', async () => {
    const { log, small } = make(({ sha256 }) => (sha256 === 'a' ? Promise.reject(new Error('broken')) : Promise.resolve(picture([[1]]))));
    for (const sha256 of ['a', 'b']) small.want(of(sha256), 96, () => undefined);
    await until(() => log.disposed === 1);
    expect(small.get(of('a'), 96).error?.message).toBe('broken');
    expect(small.get(of('b'), 96).image).not.toBeNull();
  });

  it('are kept up to a number, those used last', async () => {
    const { small } = make();
    let made = 0;
    for (let index = 0; index < 301; index++) small.want(of(String(index)), 96, () => made++);
    await until(() => made === 301);
    expect(small.get(of('0'), 96)).toBe(noThumbnail);
    expect(small.get(of('1'), 96)).not.toBe(noThumbnail);
    small.clear();
    expect(small.get(of('1'), 96)).toBe(noThumbnail);
  });
});
