import { z } from 'zod';

/**
 * The platform's own access log, as far as a console may ask for it.
 *
 * GET  /v1/audit?subject=<case id>&before=<sequence>&limit=<rows>
 *                                    → platformAuditSchema, the newest rows first asked for; for chair and coordinator of a hospital of the case, and for an
 *                                    administrator of one, who sees their own hospital's rows alone
 * POST /v1/audit/anchor              auditAnchorSchema → {}; notes the end of a console's log
 * GET  /v1/audit/anchors             → auditAnchorsSchema; what was noted for the caller's device
 */
export const platformAuditRowSchema = z.object({
  sequence: z.number().int(), atMs: z.number(), action: z.string(), personId: z.string(), hospitalId: z.string(), deviceId: z.string(), subject: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type PlatformAuditRow = z.infer<typeof platformAuditRowSchema>;

/** Most rows of one answer. */
export const largestAuditPage = 1000;
/** `before`: the `older` of the answer before. */
export const auditQuerySchema = z.object({ subject: z.uuid(), before: z.coerce.number().int().min(1).optional(), limit: z.coerce.number().int().min(1).max(largestAuditPage).default(largestAuditPage) });
/** Rows in their order. `older`: where the page before these ends; null when there is none. */
export const platformAuditSchema = z.object({ rows: z.array(platformAuditRowSchema), older: z.number().int().nullable().default(null) });

/** Sequence number and hash of the newest row of a console's log. */
export const auditAnchorSchema = z.object({ seq: z.number().int().positive(), hash: z.string().regex(/^[0-9a-f]{64}$/) });
export const auditAnchorsSchema = z.object({ anchors: z.array(auditAnchorSchema.extend({ atMs: z.number() })) });
