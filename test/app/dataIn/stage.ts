import type { ConsoleDriver } from '../demo/consoleDriver.ts';
import type { Inputs } from './inputs.ts';

/** What the steps of getting data in and out work with. */
export interface DataIn {
  readonly b: ConsoleDriver;
  readonly inputs: Inputs;
  /** Where the console keeps its data; what it exports lands below. */
  readonly dataDir: string;
  readonly workDir: string;
  /** Says whether something holds, with what was seen where it does not. */
  readonly check: (name: string, isFine: boolean, seen?: unknown) => void;
  /** Pictures of the page as it is, in every size and language, where they were asked for. */
  readonly picture: (name: string) => Promise<void>;
  /** Whether pictures were asked for: states that cost time and prove nothing are made only then. */
  readonly hasPictures: boolean;
}

/** Makes a case and leaves its request open. @returns its id */
export async function newCase(b: ConsoleDriver, number: string): Promise<string> {
  await b.click('nav-cases');
  await b.click('new-case');
  await b.fill('new-case-number', number);
  await b.click('new-case-create');
  await b.at('case-header').waitFor();
  await b.at('import-choose').waitFor();
  return (await b.at('case-header').getAttribute('data-case-id')) ?? '';
}

/** How many objects the report on the screen says were taken. */
export const imported = async (b: ConsoleDriver): Promise<number> => Number(await b.at('import-report').getAttribute('data-imported'));

export async function openCase(b: ConsoleDriver, caseId: string): Promise<void> {
  await b.click('nav-cases');
  await b.click(`case-row-${caseId}`);
  await b.at('import-choose').waitFor();
}

export async function openSettings(b: ConsoleDriver): Promise<void> {
  await b.click('person-menu');
  await b.click('nav-settings');
  await b.at('network-nodes').waitFor();
}
