import { describe, expect, it } from 'vitest';
import { missingPackages, type Probe } from '../../scripts/systemPackages.ts';

/** A machine with these packages installed and these on offer. */
const machine =
  (installed: readonly string[], offered: readonly string[]): Probe =>
  (command, words) => {
    if (command === 'dpkg-query') return [...installed.map((name) => `installed ${name}`), 'config-files xvfb-old'].join('\n');
    const name = words.at(-1) ?? '';
    return offered.includes(name) ? `Package: ${name}\n` : undefined;
  };

const all = ['xvfb', 'libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'fonts-noto-cjk'];

describe('system packages', () => {
  it('are complete on a machine that has them, under either name', () => {
    expect(missingPackages('run', machine(all, []))).toEqual([]);
    expect(missingPackages('run', machine(all.map((name) => (name === 'libgtk-3-0' || name === 'libasound2' ? `${name}t64` : name)), []))).toEqual([]);
  });

  it('are named as this release names them', () => {
    expect(missingPackages('run', machine(['xvfb'], ['libgtk-3-0', 'libasound2']))).toContain('libgtk-3-0');
    const newer = missingPackages('run', machine(['xvfb'], ['libgtk-3-0t64', 'libasound2t64']));
    expect(newer).toEqual(['libgtk-3-0t64', 'libnss3', 'libasound2t64', 'libgbm1', 'libxss1', 'fonts-noto-cjk']);
  });

  it('are more for the tests than for running', () => {
    expect(missingPackages('test', machine(all, []))).toEqual(['dcmtk', 'dicom3tools', 'poppler-utils', 'python3-pydicom', 'orthanc', 'orthanc-dicomweb', 'openssl', 'postgresql']);
  });

  it('do not count a removed package whose settings stayed', () => {
    expect(missingPackages('run', () => 'config-files xvfb')).toContain('xvfb');
  });
});
