import { z } from 'zod';
import { StoreError } from '../../../shared/errors/appError.ts';
import { ChainCheck, type ChainRow } from '../store/auditChain.ts';

const headSchema = z.object({
  schema: z.literal('mdt-audit/1'), deviceId: z.string(), exportedAtMs: z.number(), head: z.object({ seq: z.number(), hash: z.string() }),
  anchors: z.array(z.object({ platform: z.string(), seq: z.number(), hash: z.string(), atMs: z.number() })),
});
const rowSchema = z.strictObject({
  seq: z.number().int(), form: z.number().int(), atMs: z.number(), personId: z.string(), action: z.string(), subject: z.string(), caseId: z.string().nullable(), hospitalId: z.string(),
  deviceId: z.string(), sessionId: z.string(), why: z.string(), detail: z.string(), previousHash: z.string(), hash: z.string(),
});
const withheldSchema = z.strictObject({ withheld: z.strictObject({ fromSeq: z.number().int(), toSeq: z.number().int(), previousHash: z.string(), hash: z.string() }) });
const lineSchema = z.union([rowSchema, withheldSchema]);

export interface TrailReport {
  readonly deviceId: string;
  readonly rows: number;
  /** Rows that stand in the export by their hashes alone. */
  readonly withheld: number;
  readonly problems: readonly string[];
}

/** Whether a text is an exported access log. */
export const isTrail = (text: string): boolean => /^\uFEFF?\{"schema":"mdt-audit\//.test(text);

/**
 * Checks an exported access log line by line.
 * @throws {StoreError} corrupt when its first line cannot be read
 */
export function verifyTrail(file: string, text: string): TrailReport {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  const head = headSchema.safeParse(parseLine(lines[0] ?? ''));
  if (!head.success) throw new StoreError('corrupt', `${file}: line 1 is not the head of an exported access log.`, { detail: { file } });
  const { deviceId, head: end, anchors } = head.data;
  const anchorAt = new Map(anchors.map((anchor) => [anchor.seq, anchor]));
  const check = new ChainCheck();
  const problems: string[] = [];
  let [rows, withheld] = [0, 0];
  lines.slice(1).forEach((line, at) => {
    const parsed = lineSchema.safeParse(parseLine(line));
    if (!parsed.success) return void problems.push(`Line ${at + 2} is not a row of an access log; it was changed.`);
    if ('withheld' in parsed.data) {
      const { fromSeq, toSeq, previousHash, hash } = parsed.data.withheld;
      const before = check.head;
      if (fromSeq !== before.seq + 1 || toSeq < fromSeq || previousHash !== before.hash) problems.push(`Line ${at + 2}: the rows ${fromSeq} to ${toSeq} that are not shown do not follow row ${before.seq}.`);
      withheld += toSeq - fromSeq + 1;
      return check.skip({ seq: toSeq, hash });
    }
    const row: ChainRow = parsed.data;
    const found = check.next(row);
    if (found) problems.push(`Line ${at + 2}: ${found.message}`);
    const anchor = anchorAt.get(row.seq);
    if (anchor && anchor.hash !== row.hash) problems.push(`Line ${at + 2}: audit row ${row.seq} is not the one the platform noted on ${new Date(anchor.atMs).toISOString()}.`);
    rows += 1;
  });
  if (check.head.seq !== end.seq || check.head.hash !== end.hash) problems.push(`The log ends at row ${check.head.seq}, but had ${end.seq} rows when it was exported: rows at the end were removed or changed.`);
  for (const { seq, atMs } of anchors) if (seq > check.head.seq) problems.push(`Audit row ${seq}, which the platform noted on ${new Date(atMs).toISOString()}, is not in the export.`);
  return { deviceId, rows, withheld, problems };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    // Not JSON: the schema refuses it with the line's number.
    return undefined;
  }
}
