import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { EdgeLetters } from '../../../renderer/viewport/furniture.ts';
import type { Vector3 } from '../../../shared/geometry/vector.ts';

/** Column, row, and slice in ascending order along the normal. */
export type Index = readonly [i: number, j: number, k: number];
type Pixel = readonly [x: number, y: number];

export interface ExpectedPixel {
  readonly k: number;
  readonly x: number;
  readonly y: number;
  readonly place: Vector3;
  /** As written on the picture. */
  readonly text: string;
  /** HU of the pixel there; null beside the image. */
  readonly value: number | null;
}

interface ExpectedAngle {
  readonly degrees: number;
  readonly toleranceDegrees: number;
}

/** A picture as acquired, as it must look after what a reader did to it one after the other. */
export interface ExpectedView {
  readonly name: string;
  /** Degrees clockwise, or left and right exchanged. */
  readonly steps: readonly (number | 'flip')[];
  readonly zoom: number;
  readonly centre: Vector3 | null;
  readonly pxPerMm: number;
  readonly letters: EdgeLetters;
  readonly pixels: readonly ExpectedPixel[];
  readonly lengths: readonly { readonly k: number; readonly points: readonly Pixel[]; readonly lengthMm: number }[];
  readonly angles: readonly ({ readonly k: number; readonly points: readonly Pixel[] } & ExpectedAngle)[];
}

/** What `oracles/orientationOracle.py` tells of one series, LPS mm. */
export interface ExpectedSeries {
  readonly name: string;
  readonly folder: string;
  readonly toleranceMm: number;
  readonly slope: number;
  readonly slices: readonly { readonly sopInstanceUID: string; readonly positionMm: number; readonly text: string }[];
  readonly voxels: readonly { readonly index: Index; readonly place: Vector3 }[];
  readonly lengths: readonly { readonly voxels: readonly [Index, Index]; readonly lengthMm: number }[];
  readonly angles: readonly ({ readonly voxels: readonly [Index, Index, Index] } & ExpectedAngle)[];
  readonly region: { readonly k: number; readonly points: readonly Pixel[]; readonly areaMm2: number; readonly pixels: number; readonly mean: number; readonly minimum: number; readonly maximum: number };
  readonly views: readonly ExpectedView[];
  readonly inside: readonly { readonly place: Vector3; readonly nearest: number; readonly linear: number }[];
}

/** Everything expected, and the function painted: HU = gradient · place + offset. */
export interface Expected {
  readonly gradient: Vector3;
  readonly offset: number;
  readonly series: readonly (ExpectedSeries & { readonly files: readonly Uint8Array[] })[];
}

const script = resolve(import.meta.dirname, '../oracles/orientationOracle.py');

/** Runs the oracle in the system's Python, which has pydicom; files are read and the folder removed again. */
export function expected(): Expected {
  const folder = mkdtempSync(join(tmpdir(), 'orientation-'));
  try {
    const told = JSON.parse(execFileSync('/usr/bin/python3', ['-B', script, folder], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })) as Omit<Expected, 'series'> & { readonly series: readonly ExpectedSeries[] };
    return { ...told, series: told.series.map((series) => ({ ...series, files: readdirSync(series.folder).map((name) => Uint8Array.from(readFileSync(join(series.folder, name)))) })) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
