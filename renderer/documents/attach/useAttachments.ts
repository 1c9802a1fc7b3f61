import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { AttachmentContext } from '../../../shared/attachment/attachmentContext.ts';
import { startFiling } from '../../../shared/attachment/filing.ts';
import { problemOf } from '../../ui/problem.ts';
import { describedBy, isoOf } from './attachRow.ts';
import type { AttachRow } from './attachRow.ts';
import type { BuildJob } from './buildObject.ts';
import { readFileBytes } from './lookAtFile.ts';
import type { LookedAt } from './lookAtFile.ts';

/** How files are read and made into objects; tests give their own. */
export interface AttachTools {
  readonly look: (file: File) => Promise<LookedAt>;
  readonly build: (job: BuildJob) => Promise<Uint8Array>;
}

export interface AttachTask {
  readonly tools: AttachTools;
  /** Takes one object into the case. */
  readonly addObject: (object: Uint8Array) => Promise<void>;
  readonly newUid: () => string;
  readonly today: string;
}

/** Progress of a run: files done of those it began with. */
export interface AttachRun {
  readonly done: number;
  readonly total: number;
  readonly isStopping: boolean;
}

export interface Attachments {
  readonly rows: readonly AttachRow[];
  readonly run: AttachRun | null;
  readonly take: (files: readonly File[]) => void;
  readonly say: (id: number, fields: Partial<Pick<AttachRow, 'kind' | 'title' | 'date'>>) => void;
  readonly drop: (id: number) => void;
  readonly start: (context: Omit<AttachmentContext, 'clock'>) => void;
  readonly stop: () => void;
}

/** Errors of one file alone; any other would meet the next file as well. */
const isOfFile = (code: string): boolean => code === 'attachment' || code === 'dicom';

/** The list of files to add, read one after the other and added one after the other: each is in the case, or still in the list with its reason. */
export function useAttachments(first: readonly File[], { tools, addObject, newUid, today }: AttachTask): Attachments {
  const [rows, setRows] = useState<readonly AttachRow[]>([]);
  const [run, setRun] = useState<AttachRun | null>(null);
  const current = useRef({ rows, nextId: 1, isOpen: true, isStopping: false, isRunning: false });
  const [place] = useState(() => startFiling(newUid));
  useLayoutEffect(() => {
    current.current.rows = rows;
  });
  const change = (id: number, fields: Partial<AttachRow>): void => setRows((list) => list.map((row) => (row.id === id ? { ...row, ...fields } : row)));

  const look = async ({ id, file }: AttachRow): Promise<void> => {
    try {
      const found = await tools.look(file);
      if (!current.current.isOpen) return found.preview?.close();
      change(id, { found, state: 'open', date: isoOf(found.facts.takenAt?.date ?? '') });
    } catch (error) {
      change(id, { state: 'refused', problem: problemOf(error) });
    }
  };
  const take = (files: readonly File[]): void => {
    const added = files.map((file): AttachRow => ({ id: current.current.nextId++, file, found: null, kind: null, title: '', date: '', state: 'looking', problem: null }));
    setRows((list) => [...list, ...added]);
    // One after the other: ten photographs decoded at once would fill the memory.
    void added.reduce((before, row) => before.then(() => look(row)), Promise.resolve());
  };
  const begun = useRef(false);
  useEffect(() => {
    const state = current.current;
    state.isOpen = true;
    if (!begun.current) take(first);
    begun.current = true;
    return () => {
      state.isOpen = false;
      state.isStopping = true;
      for (const { found } of state.rows) found?.preview?.close();
    };
    // The files the dialog opened with; more come through `take`.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const add = async (row: AttachRow, context: Omit<AttachmentContext, 'clock'>): Promise<boolean> => {
    const described = describedBy(row, today);
    if (described === null) return true;
    change(row.id, { state: 'adding', problem: null });
    try {
      const bytes = await readFileBytes(row.file);
      const clock = { nowMs: Date.now(), utcOffsetMinutes: -new Date().getTimezoneOffset() };
      await addObject(await tools.build({ bytes, described, filing: place(described.kind, described.takenAt.date), context: { ...context, clock } }));
      change(row.id, { state: 'added' });
      return true;
    } catch (error) {
      const problem = problemOf(error);
      change(row.id, { state: 'open', problem });
      return isOfFile(problem.code);
    }
  };
  const start = (context: Omit<AttachmentContext, 'clock'>): void => {
    if (current.current.isRunning) return;
    const waiting = current.current.rows.filter(({ state }) => state === 'open');
    Object.assign(current.current, { isRunning: true, isStopping: false });
    const work = async (): Promise<void> => {
      for (const [done, row] of waiting.entries()) {
        if (current.current.isStopping) break;
        setRun((before) => ({ done, total: waiting.length, isStopping: before?.isStopping ?? false }));
        if (!(await add(row, context))) break;
      }
      current.current.isRunning = false;
      setRun(null);
    };
    void work();
  };
  return {
    rows, run, take, start,
    say: change,
    drop: (id) => setRows((list) => {
      list.find((row) => row.id === id)?.found?.preview?.close();
      return list.filter((row) => row.id !== id);
    }),
    stop: () => {
      current.current.isStopping = true;
      setRun((before) => (before === null ? null : { ...before, isStopping: true }));
    },
  };
}
