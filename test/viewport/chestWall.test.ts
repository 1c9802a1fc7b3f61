import { describe, expect, it } from 'vitest';
import { atChestWall } from '../../renderer/viewport/chestWall.ts';
import { toScreen, transformOf } from '../../renderer/viewport/transform.ts';

const frame = { columns: 300, rows: 400, columnSpacingMm: 0.1, rowSpacingMm: 0.2, origin: [0, 0, 0], xDirection: [1, 0, 0], yDirection: [0, 1, 0] } as const;

describe('a mammogram in a cell wider than itself', () => {
  it.each([
    ['right', 0, false, 500], ['left', 0, false, 0], ['right', 0, true, 0], ['left', 0, true, 500], ['right', 180, false, 0], ['left', 180, true, 0],
  ] as const)('with the chest wall at its %s edge, turned %d° and flipped %s, has it at %d px', (edge, rotationDegrees, isFlipped, wanted) => {
    const turn = { rotationDegrees, isFlipped };
    const centred = transformOf(frame, 500, 400, 1, null, [0, 0, 0], turn);
    const transform = transformOf(frame, 500, 400, 1, atChestWall(frame, edge, centred), [0, 0, 0], turn);
    const [x] = toScreen(transform, [(edge === 'left' ? -0.5 : 299.5) * 0.1, 0, 0]);
    expect(x).toBeCloseTo(wanted, 9);
    // Up and down it stays as it was.
    expect(toScreen(transform, [0, 7, 0])[1]).toBeCloseTo(toScreen(centred, [0, 7, 0])[1], 9);
  });

  it('stays in the middle where it lies on its side', () => {
    expect(atChestWall(frame, 'left', transformOf(frame, 500, 400, 1, null, [0, 0, 0], { rotationDegrees: 90, isFlipped: false }))).toBeNull();
  });
});
