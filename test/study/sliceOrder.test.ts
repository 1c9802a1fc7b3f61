import { describe, expect, it } from 'vitest';
import { SliceOrder } from '../../renderer/study/sliceOrder.ts';

/** Slices of a volume in the order they are read. */
const orderOf = (order: SliceOrder, volumeId: string, slices: number): readonly number[] => Array.from({ length: slices }, (_, k) => k).sort((a, b) => order.cost(volumeId, a) - order.cost(volumeId, b));

describe('the order slices are read in', () => {
  it('goes outward from the middle where nobody looked', () => {
    expect(orderOf(new SliceOrder([{ volumeId: 'a', slices: 7 }]), 'a', 7)).toEqual([3, 2, 4, 1, 5, 0, 6]);
  });

  it('goes with the direction of travel, four ahead for one behind', () => {
    const order = new SliceOrder([{ volumeId: 'a', slices: 20 }]);
    order.look({ volumeId: 'a', index: 10, direction: -1 });
    expect(orderOf(order, 'a', 20).slice(0, 7)).toEqual([10, 9, 8, 7, 6, 11, 5]);
  });

  it('shows one slice of every volume first, then fills the one looked at last', () => {
    const order = new SliceOrder(['a', 'b', 'c'].map((volumeId) => ({ volumeId, slices: 10 })));
    order.look({ volumeId: 'c', index: 2, direction: 0 });
    expect([order.cost('a', 5), order.cost('b', 5), order.cost('c', 2)]).toEqual([0, 0, 0]);
    expect(order.cost('c', 9)).toBeLessThan(order.cost('a', 4));
    expect(order.cost('a', 0)).toBeLessThan(order.cost('b', 4));
    order.look({ volumeId: 'b', index: 0, direction: 1 });
    expect(order.cost('b', 9)).toBeLessThan(order.cost('c', 3));
    expect(order.cost('c', 9)).toBeLessThan(order.cost('a', 4));
  });
});
