import { z } from 'zod';
import { canonicalJson } from '../../../shared/mdt/canonical.ts';
import { certificateIdOf } from '../commands/certificateId.ts';
import { isTextSigned } from '../../../shared/mdt/signature.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** One part of an archive; every part but the manifest is listed. */
export const archivePartSchema = z.object({ path: z.string().min(1).max(200), byteLength: z.number().int().min(0), sha256 });
export type ArchivePart = z.infer<typeof archivePartSchema>;

const manifestSchema = z.object({
  schema: z.literal('mdt-archive/1'),
  archiveId: z.uuid(),
  createdAtMs: z.number().int(),
  caseId: z.uuid(),
  caseNo: z.string(),
  /** Of the committed record. */
  version: z.number().int().positive(),
  hasObjects: z.boolean(),
  deviceId: z.string(),
  signer: z.object({ personId: z.string(), personName: z.string(), personTitle: z.string(), hospitalId: z.string(), publicKey: z.string().regex(/^04[0-9a-f]{128}$/), certificateId: z.string() }),
  parts: z.array(archivePartSchema),
});
export type ArchiveManifest = z.infer<typeof manifestSchema>;

/** What stands in manifest.json: the manifest and the signer's SM2 signature over its canonical text. */
export const signedManifestSchema = z.object({ manifest: manifestSchema, algorithm: z.literal('SM2-SM3'), value: z.string().regex(/^[0-9a-f]{128}$/) });
export type SignedManifest = z.infer<typeof signedManifestSchema>;

export const manifestPath = 'manifest.json';
export const recordPath = 'record.json';
export const commandsPath = 'commands.json';
export const auditPath = 'audit.json';
export const minutesPath = 'minutes.json';
export const objectPath = (hash: string): string => `objects/${hash}`;
/** SHA-256 of the object a part holds; null for the other parts. */
export const objectOf = (path: string): string | null => /^objects\/([0-9a-f]{64})$/.exec(path)?.[1] ?? null;

/** The bytes that are signed. */
export const signedText = (manifest: ArchiveManifest): string => canonicalJson(manifest);

/** What is wrong with who signed; empty when the signature holds. */
export function problemsOfSignature({ manifest, value }: SignedManifest): string[] {
  const { publicKey, certificateId, personName } = manifest.signer;
  if (certificateId !== certificateIdOf(publicKey)) return [`${manifestPath}: the certificate ${certificateId} is not that of the key it was signed with.`];
  return isTextSigned(signedText(manifest), value, publicKey) ? [] : [`${manifestPath}: the signature of ${personName} does not fit; the manifest was changed after it was signed, or by somebody else.`];
}
