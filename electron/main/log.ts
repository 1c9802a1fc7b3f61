import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LogLevel, LogMessage } from '../../shared/ipc/transport.ts';

const rotateAtBytes = 4 << 20;

/** The one logger of main; core's lines pass through it too. No patient data ever. */
export interface Log {
  write(source: 'main' | 'core', message: LogMessage): void;
  say(level: LogLevel, text: string, detail?: LogMessage['detail']): void;
}

/**
 * Logs JSON lines to a file, and warnings and errors to standard error as well.
 * One older file is kept.
 */
export function createLog(file: string): Log {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > rotateAtBytes) renameSync(file, `${file}.1`);
  const write = (source: 'main' | 'core', message: LogMessage): void => {
    const line = `${JSON.stringify({ at: new Date().toISOString(), source, level: message.level, text: message.text, ...message.detail })}\n`;
    appendFileSync(file, line);
    if (message.level === 'warn' || message.level === 'error') process.stderr.write(line);
  };
  return { write, say: (level, text, detail) => write('main', { kind: 'log', level, text, ...(detail === undefined ? {} : { detail }) }) };
}
