import type { Check } from './types.ts';

/** The plan checks in the order of their numbers. */
export const checkList: readonly Check[] = [];
