import type { ErrorShape } from '../../shared/errors/appError.ts';

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MB`;

/** What is said where images find no room beside those that are held. */
export const memoryProblem = (neededBytes: number, usedBytes: number, budgetBytes: number): ErrorShape => ({
  code: 'study',
  reason: 'not-enough-memory',
  message: `There is not enough memory: ${megabytes(neededBytes)} are needed, ${megabytes(usedBytes)} of ${megabytes(budgetBytes)} are in use. Close a series.`,
  detail: { neededBytes, usedBytes, budgetBytes },
});

/** The same where the computer itself has no more to give. */
export const hostMemoryProblem = (neededBytes: number): ErrorShape => ({
  code: 'study',
  reason: 'not-enough-memory',
  message: `This computer has not enough memory left: ${megabytes(neededBytes)} are needed. Close a series or another program.`,
  detail: { neededBytes },
});
