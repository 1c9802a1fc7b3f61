import type { DocumentSource } from '../../shared/fhir/context.ts';

/** What the province said of a document. */
export type ProvinceAnswer =
  | { readonly kind: 'accepted'; readonly status: number; readonly location: string | null; readonly versionId: string | null }
  /** Nothing is known of it: line, time limit, a fault or a setting on either side. It goes again with the same id. */
  | { readonly kind: 'again'; readonly reason: string; readonly message: string }
  /** It will not be taken as it is; a person has to look. */
  | { readonly kind: 'refused'; readonly reason: string; readonly message: string };

/** How one province takes documents. Sending the same document again never makes a second one. */
export interface ProvinceAdapter {
  readonly name: 'contract' | 'fhir';
  /** The text as it travels, the same for the same source. @throws {RecordError} when the case is not at that point */
  encode(source: DocumentSource): string;
  /** Never throws for what the other side or the line does; ends early when `signal` is aborted. */
  send(documentId: string, body: string, signal: AbortSignal): Promise<ProvinceAnswer>;
}

/** Where documents go; from the environment. */
export interface ProvinceSettings {
  readonly kind: 'contract' | 'fhir';
  /** Base address: of the other platform, or of the FHIR server (`https://…/fhir`). */
  readonly url: string;
  readonly token: string | null;
  /** Longest time for one answer. */
  readonly timeoutMs: number;
}
