import { resolve } from 'node:path';

/** Absolute path of the checkout. */
export const projectFolder = resolve(import.meta.dirname, '..');
