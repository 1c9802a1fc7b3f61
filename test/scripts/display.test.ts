import { describe, expect, it } from 'vitest';
import { hasDisplay } from '../../scripts/display.ts';

describe('display', () => {
  it('is there when X or Wayland says so', () => {
    expect([hasDisplay({ DISPLAY: ':0' }), hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' })]).toEqual([true, true]);
  });
  it('is missing on a Linux without either', () => {
    expect(hasDisplay({ DISPLAY: '' })).toBe(process.platform !== 'linux');
  });
});
