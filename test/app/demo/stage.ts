import type { ConsoleDriver } from './consoleDriver.ts';
import type { PlatformProcess } from './platformProcess.ts';
import type { Summary } from './summary.ts';

/** What every step of the tour works with. A is the lead hospital, B the partner. */
export interface Stage {
  readonly a: ConsoleDriver;
  readonly b: ConsoleDriver;
  platform: PlatformProcess;
  readonly caseFolder: string;
  readonly workDir: string;
  readonly outputDir: string;
  readonly summary: Summary;
  caseId: string;
  meetingId: string;
  /** Takes the next numbered picture on the named consoles. */
  picture(title: string, ...consoles: ConsoleDriver[]): Promise<void>;
}

export const passphrase = { a: 'lead hospital passphrase', b: 'partner hospital passphrase' } as const;
export const password = 'Sample-2026';
export const pin = '202611';
