import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import dicomParser, { type DataSet } from 'dicom-parser';
import { afterAll, describe, expect, it } from 'vitest';
import { makeSampleCase } from '../../../shared/rt/phantom/makeSampleCase.ts';

const sample = makeSampleCase();
const open = (name: string): DataSet => dicomParser.parseDicom(sample.files.find((file) => file.name === name)!.bytes);
const items = (set: DataSet, tag: string): DataSet[] => (set.elements[tag]?.items ?? []).map((item) => item.dataSet!);
const numbers = (set: DataSet, tag: string): number[] => set.string(tag)!.split('\\').map(Number);
const images = sample.files.filter(({ name }) => name.startsWith('CT/')).map(({ name }) => open(name));
const [structures, plan, dose] = [open('RS.dcm'), open('RP.dcm'), open('RD.dcm')];

interface Outline {
  readonly z: number;
  readonly points: readonly (readonly [number, number])[];
  readonly imageUID: string;
}
const names = new Map(items(structures, 'x30060020').map((roi) => [roi.intString('x30060022'), roi.string('x30060026')!]));
const outlines = new Map(
  items(structures, 'x30060039').map((roi): [string, Outline[]] => [
    names.get(roi.intString('x30060084'))!,
    items(roi, 'x30060040').map((contour) => {
      const flat = numbers(contour, 'x30060050');
      return {
        z: flat[2]!,
        points: Array.from({ length: flat.length / 3 }, (_, n) => [flat[3 * n]!, flat[3 * n + 1]!] as const),
        imageUID: items(contour, 'x30060016')[0]!.string('x00081155')!,
      };
    }),
  ]),
);
const areaMm2 = ({ points }: Outline): number =>
  Math.abs(points.reduce((sum, [x, y], n) => sum + x * points[(n + 1) % points.length]![1] - points[(n + 1) % points.length]![0] * y, 0)) / 2;

const pixels = dose.elements['x7fe00010']!;
const doseBytes = new DataView(dose.byteArray.buffer, dose.byteArray.byteOffset + pixels.dataOffset, pixels.length);
const [doseColumns, doseRows, doseOrigin] = [dose.uint16('x00280011')!, dose.uint16('x00280010')!, numbers(dose, 'x00200032')];
const doseScaling = dose.floatString('x3004000e')!;
const [doseRowMm, doseColumnMm] = numbers(dose, 'x00280030') as [number, number];
const frameOffsets = numbers(dose, 'x3004000c');

/** Trilinear reading of the written grid. */
function doseAt(x: number, y: number, z: number): number {
  const place = [(x - doseOrigin[0]!) / doseColumnMm, (y - doseOrigin[1]!) / doseRowMm, (z - doseOrigin[2]!) / (frameOffsets[1]! - frameOffsets[0]!)];
  const base = place.map(Math.floor) as [number, number, number];
  let sum = 0;
  for (let n = 0; n < 8; n += 1) {
    const step = [n & 1, (n >> 1) & 1, n >> 2];
    const weight = step.reduce((product, one, axis) => product * (one === 1 ? place[axis]! - base[axis]! : 1 - place[axis]! + base[axis]!), 1);
    const [i, j, k] = base.map((one, axis) => one + step[axis]!) as [number, number, number];
    sum += weight * doseBytes.getUint32(((k * doseRows + j) * doseColumns + i) * 4, true) * doseScaling;
  }
  return sum;
}

describe('makeSampleCase', () => {
  it('gives contours whose volumes are the closed forms within 0.1 %', () => {
    for (const [name, expected] of Object.entries(sample.expected.structures)) {
      const mine = outlines.get(name)!;
      const volumeCc = (mine.reduce((sum, one) => sum + areaMm2(one), 0) * 4) / 1000;
      expect(mine, name).toHaveLength(expected.planes);
      expect(Math.abs(volumeCc / expected.volumeCc - 1), name).toBeLessThan(0.001);
    }
  });

  it('has the textbook volumes: cylinder π r² h, spheroid 4/3 π a² c', () => {
    const { PTV_4140, CTVp, GTVp } = sample.expected.structures;
    expect(PTV_4140!.volumeCc).toBeCloseTo((Math.PI * 28 ** 2 * 120) / 1000, 6);
    expect(CTVp!.volumeCc).toBeCloseTo((Math.PI * 20 ** 2 * 104) / 1000, 6);
    expect(Math.abs(GTVp!.volumeCc / ((4 / 3) * Math.PI * 13 ** 2 * 0.032) - 1)).toBeLessThan(0.003);
  });

  it('gives a dose grid whose target figures are the closed forms within 0.05 Gy', () => {
    for (const name of ['PTV_4140', 'CTVp', 'GTVp']) {
      const expected = sample.expected.structures[name]!;
      const found: { gy: number; weight: number }[] = [];
      for (const outline of outlines.get(name)!) {
        // Equal-area samples of the disc: rings of 24 at the centre of each ring's share.
        const radius = Math.sqrt(areaMm2(outline) / Math.PI);
        for (let ring = 0; ring < 40; ring += 1) {
          const r = radius * Math.sqrt((ring + 0.5) / 40);
          for (let n = 0; n < 24; n += 1) {
            const angle = (2 * Math.PI * (n + (ring % 3) / 3)) / 24;
            const gy = doseAt(sample.expected.isocentreMm[0] + r * Math.cos(angle), sample.expected.isocentreMm[1] + r * Math.sin(angle), outline.z);
            found.push({ gy, weight: radius * radius });
          }
        }
      }
      const total = found.reduce((sum, { weight }) => sum + weight, 0);
      const sorted = found.sort((a, b) => b.gy - a.gy);
      const hottest = (part: number): number => {
        let sum = 0;
        for (const { gy, weight } of sorted) {
          sum += weight;
          if (sum >= part * total) return gy;
        }
        return Number.NaN;
      };
      const close = (mine: number, theirs: number | null): void => expect(Math.abs(mine - theirs!), name).toBeLessThan(0.05);
      close(sorted.reduce((sum, { gy, weight }) => sum + gy * weight, 0) / total, expected.meanGy);
      close(hottest(0.98), expected.d98Gy);
      close(hottest(0.95), expected.d95Gy);
      close(hottest(0.5), expected.d50Gy);
      close(hottest(0.02), expected.d2Gy);
    }
  });

  it('prescribes what 95 % of the target receives', () => {
    expect(sample.expected.structures['PTV_4140']!.d95Gy).toBeCloseTo(41.4, 9);
    expect(items(plan, 'x300a0010')[0]!.floatString('x300a0026')).toBe(41.4);
    const group = items(plan, 'x300a0070')[0]!;
    const fractionGy = items(group, 'x300c0004').reduce((sum, beam) => sum + (beam.floatString('x300a0084') ?? 0), 0);
    expect(fractionGy * group.intString('x300a0078')!).toBeCloseTo(41.4, 4);
  });

  it('links dose to plan to structures to every image, by UID and frame of reference', () => {
    expect(items(dose, 'x300c0002')[0]!.string('x00081155')).toBe(plan.string('x00080018'));
    expect(items(plan, 'x300c0060')[0]!.string('x00081155')).toBe(structures.string('x00080018'));
    const series = items(items(items(structures, 'x30060010')[0]!, 'x30060012')[0]!, 'x30060014')[0]!;
    const imageUIDs = images.map((image) => image.string('x00080018')!);
    expect(items(series, 'x30060016').map((one) => one.string('x00081155'))).toEqual(imageUIDs);
    expect(series.string('x0020000e')).toBe(images[0]!.string('x0020000e'));
    const all = [...images, structures, plan, dose];
    for (const tag of ['x00200052', 'x0020000d', 'x00100020', 'x00100010']) expect(new Set(all.map((set) => set.string(tag))).size, tag).toBe(1);
    expect(new Set(all.map((set) => set.string('x00080018'))).size).toBe(all.length);
  });

  it('puts each contour in the plane of the image it names', () => {
    const planeOf = new Map(images.map((image) => [image.string('x00080018')!, numbers(image, 'x00200032')[2]!]));
    for (const outline of [...outlines.values()].flat()) expect(planeOf.get(outline.imageUID)).toBe(outline.z);
  });

  it('shows lung, cord, tumour, bone and air where the contours say', () => {
    const middle = images.find((image) => numbers(image, 'x00200032')[2] === -10)!;
    const [corner] = numbers(middle, 'x00200032');
    const [spacing] = numbers(middle, 'x00280030');
    const element = middle.elements['x7fe00010']!;
    const hu = (x: number, y: number): number => {
      const at = Math.round((y - corner!) / spacing!) * 240 + Math.round((x - corner!) / spacing!);
      return new DataView(middle.byteArray.buffer, middle.byteArray.byteOffset + element.dataOffset).getUint16(at * 2, true) - 1024;
    };
    const mean = (x: number, y: number): number => [-2, 0, 2].flatMap((dx) => [-2, 0, 2].map((dy) => hu(x + dx, y + dy))).reduce((a, b) => a + b, 0) / 9;
    expect(mean(-100, 60)).toBeLessThan(-700);
    expect(mean(110, 20)).toBeLessThan(-700);
    expect(Math.abs(mean(0, 78.4) - 42)).toBeLessThan(20);
    expect(Math.abs(mean(9, 14) - 66)).toBeLessThan(25);
    expect(mean(0, 50)).toBeGreaterThan(80);
    expect(mean(0, -180)).toBeLessThan(-950);
  });

  it('opens the leaves over the target, narrowly, in every treatment beam', () => {
    const beams = items(plan, 'x300a00b0').filter((beam) => beam.string('x300a00ce') === 'TREATMENT');
    expect(beams).toHaveLength(sample.expected.treatmentBeams);
    for (const beam of beams) {
      const points = items(beam, 'x300a0111').map((point) => numbers(items(point, 'x300a011a').at(-1)!, 'x300a011c'));
      for (const positions of points) {
        expect(positions).toHaveLength(120);
        for (let n = 0; n < 60; n += 1) expect(positions[n + 60]!).toBeGreaterThanOrEqual(positions[n]!);
      }
      // The window opens from one edge and leaves at the other; together they span target plus 5 mm (± magnification and collimator).
      const span = Math.max(...points.at(-1)!.slice(60)) - Math.min(...points[0]!.slice(0, 60));
      expect(span).toBeGreaterThan(65.8);
      expect(span).toBeLessThan(82);
    }
  });

  it('makes the same bytes again and other UIDs for another patient', () => {
    const options = { slices: 6, matrixSize: 32 };
    const [first, again, other] = [makeSampleCase(options), makeSampleCase(options), makeSampleCase({ ...options, patientID: 'SAMPLE-0002', patientName: '甲^乙' })];
    expect(again.files).toEqual(first.files);
    expect(other.expected.studyInstanceUID).not.toBe(first.expected.studyInstanceUID);
    expect(first.files).toHaveLength(9);
    expect(first.expected.structures['PTV_4140']!.planes).toBe(6);
    expect(() => makeSampleCase({ slices: 1 })).toThrow(/slices/u);
  });

  it('stays under 10 MB', () => {
    expect(sample.files.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThan(10e6);
  });
});

describe('makeSampleCase judged by dicom3tools', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sample-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  // Not RD.dcm: dciodvfy aborts on any 32 bit pixel data.
  it.for(['CT/CT_028.dcm', 'RS.dcm', 'RP.dcm'])('dciodvfy finds no error in %s', (name, { skip }) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, sample.files.find((file) => file.name === name)!.bytes);
    try {
      const said = execFileSync('sh', ['-c', 'command -v dciodvfy >/dev/null || exit 127; dciodvfy "$1" 2>&1', 'sh', path], { encoding: 'utf8' });
      expect(said).not.toContain('Error');
    } catch (error) {
      if ((error as { status?: number }).status === 127) skip('dicom3tools is not installed');
      throw error;
    }
  });
});
