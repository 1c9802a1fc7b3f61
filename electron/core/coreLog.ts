import type { LogMessage } from '../../shared/ipc/transport.ts';

/** Writes one line to main's log. Ids, counts and addresses only: no names, no content, no secrets. */
export type CoreLog = (level: LogMessage['level'], text: string, detail?: LogMessage['detail']) => void;
