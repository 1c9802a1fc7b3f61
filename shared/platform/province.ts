import { z } from 'zod';
import type { DocumentSource } from '../fhir/context.ts';
import { base64Of } from '../fhir/base64.ts';
import { earlierOf } from '../fhir/earlier.ts';
import { documentIdOf, sourceCommandOf } from '../fhir/identity.ts';
import { canonicalJson } from '../mdt/canonical.ts';
import { hospitalSchema } from '../mdt/directory.ts';
import { signatureSchema } from '../mdt/signatureSchema.ts';

/**
 * How one platform hands finished work to another, version 1:
 *
 * POST /v1/province/documents   provinceDocumentSchema → provinceReceiptSchema; 201 when taken in, 200 when it was
 * there already with the same content; 409 when other content came under its id, or a digest or signature does not hold;
 * 400 for another shape. `Authorization: Bearer <token>` agreed by the two operators.
 */
export const provinceDocumentSchema = z.object({
  schema: z.literal('mdt-province/1'),
  documentId: z.uuid(),
  kind: z.enum(['referral', 'consultation']),
  /** Documents this one takes the place of, or adds to. */
  earlier: z.array(z.object({ code: z.enum(['replaces', 'appends']), documentId: z.uuid() })),
  /** A CaseRecord: looked at as far as its signatures reach, kept as it came. */
  record: z.looseObject({
    id: z.string(), caseNo: z.string(), version: z.number().int(), state: z.string(),
    frozen: z.looseObject({ canonical: z.string(), sha256: z.string(), sm3: z.string() }).nullable(), signatures: z.array(signatureSchema),
    report: z.looseObject({ sha256: z.string(), byteLength: z.number().int() }).nullable(),
  }),
  meeting: z.looseObject({ id: z.string(), title: z.string() }).nullable(),
  hospitals: z.array(hospitalSchema),
  /** Base64 of the delivered PDF. */
  reportPdf: z.string().nullable(),
});
export type ProvinceDocument = z.infer<typeof provinceDocumentSchema>;

export const provinceReceiptSchema = z.object({ documentId: z.string(), bodySha256: z.string(), receivedAtMs: z.number() });

/** The document as it travels; the same source gives the same text. */
export function provinceText(source: DocumentSource): string {
  const { kind, record, meeting, hospitals, reportPdf } = source;
  const documentId = documentIdOf(kind, sourceCommandOf(kind, record) ?? '');
  return canonicalJson({
    schema: 'mdt-province/1', documentId, kind, earlier: earlierOf(source), record, meeting, hospitals: [...hospitals].sort((a, b) => (a.id < b.id ? -1 : 1)), reportPdf: reportPdf ? base64Of(reportPdf) : null,
  });
}
