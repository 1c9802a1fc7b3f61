import { describe, expect, it } from 'vitest';
import { TransferRate } from '../../electron/core/files/transferRate.ts';

describe('transfer rate', () => {
  it('cannot be said at once, and then is what came a second', () => {
    const rate = new TransferRate();
    rate.add(0, 1000);
    expect(rate.bytesPerSecond).toBeNull();
    rate.add(300, 1300);
    expect(rate.bytesPerSecond).toBeNull();
    rate.add(500, 1500);
    expect(rate.bytesPerSecond).toBe(1000);
  });

  it('is that of the last seconds and forgets a fast beginning', () => {
    const rate = new TransferRate();
    for (let atMs = 0; atMs <= 1000; atMs += 200) rate.add(atMs * 1000, atMs);
    for (let atMs = 1200; atMs <= 12_000; atMs += 200) rate.add(1_000_000 + (atMs - 1000), atMs);
    expect(rate.bytesPerSecond).toBe(1000);
  });

  it('falls to nothing when nothing comes', () => {
    const rate = new TransferRate();
    for (let atMs = 0; atMs <= 10_000; atMs += 200) rate.add(Math.min(atMs, 1000), atMs);
    expect(rate.bytesPerSecond).toBe(0);
  });
});
