import { expect, it } from 'vitest';
import { isImage, mayBeVolume } from '../../renderer/study/imageClasses.ts';

it('knows pictures from other objects, and those that may lie above each other in the patient', () => {
  const root = '1.2.840.10008.5.1.4.1.1.';
  for (const ending of ['1', '1.1', '1.2.1', '2', '2.1', '4.1', '6.1', '7.4', '12.1', '20', '77.1.5.1', '128', '481.1']) expect(isImage(root + ending), ending).toBe(true);
  for (const ending of ['88.11', '104.1', '9.1.1', '11.1', '66', '66.4', '67', '481.2', '481.3', '481.5', '4.2']) expect(isImage(root + ending), ending).toBe(false);
  expect([mayBeVolume(`${root}2.1`), mayBeVolume(`${root}6.1`)]).toEqual([true, false]);
});
