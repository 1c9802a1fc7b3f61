import { z } from 'zod';
import { RecordError } from '../../shared/errors/appError.ts';
import { checkBundle } from '../../shared/fhir/checkBundle.ts';
import { documentBundleOf, fhirText } from '../../shared/fhir/documentBundle.ts';
import { uriSystem, urnOf } from '../../shared/fhir/identity.ts';
import type { ProvinceAdapter, ProvinceAnswer, ProvinceSettings } from './adapter.ts';
import { ask, passing, type HttpAnswer } from './post.ts';

const outcomeSchema = z.object({ resourceType: z.literal('OperationOutcome'), issue: z.array(z.looseObject({ severity: z.string(), code: z.string(), expression: z.array(z.string()).optional() })) });
const foundSchema = z.object({ resourceType: z.literal('Bundle'), total: z.number().optional(), entry: z.array(z.looseObject({ fullUrl: z.string().optional(), resource: z.looseObject({ id: z.string().optional(), meta: z.looseObject({ versionId: z.string().optional() }).optional() }) })).optional() });

const mime = 'application/fhir+json';

const search = (documentId: string): string => `identifier=${encodeURIComponent(`${uriSystem}|${urnOf(documentId)}`)}`;

/**
 * A FHIR R4 server that keeps documents at `[base]/Bundle`. Conditional create (`If-None-Exist` on the Bundle's
 * identifier) makes a second sending find the first.
 * @see https://hl7.org/fhir/R4/http.html#ccreate
 */
export function fhirAdapter(settings: ProvinceSettings): ProvinceAdapter {
  /** Asks whether the document is there already; for answers that do not say so themselves. */
  const lookUp = async (documentId: string, otherwise: ProvinceAnswer, signal: AbortSignal): Promise<ProvinceAnswer> => {
    const answer = await ask(settings, 'GET', `/Bundle?${search(documentId)}`, { accept: mime }, null, signal);
    if ('kind' in answer) return answer;
    const found = foundSchema.safeParse(jsonOf(answer.text)).data;
    const entries = found?.entry ?? [];
    const [only] = entries;
    if (entries.length > 1) return { kind: 'refused', reason: 'several-copies', message: `The province holds ${entries.length} documents with the identifier of this one; ask its operator to remove the others, then retry.` };
    return only ? { kind: 'accepted', status: answer.status, location: only.fullUrl ?? null, versionId: only.resource.meta?.versionId ?? null } : otherwise;
  };
  return {
    name: 'fhir',
    encode(source) {
      const bundle = documentBundleOf(source);
      const [problem] = checkBundle(bundle);
      if (problem) throw new RecordError('invalid', `The document breaks a rule of FHIR (${problem.rule} at ${problem.path}); tell the maker of this platform.`, { detail: { rule: problem.rule, path: problem.path } });
      return fhirText(bundle);
    },
    async send(documentId, body, signal) {
      const answer = await ask(settings, 'POST', '/Bundle', { 'content-type': mime, accept: mime, 'if-none-exist': search(documentId), prefer: 'return=minimal', 'x-request-id': documentId }, body, signal);
      if ('kind' in answer) return answer;
      if (answer.status >= 200 && answer.status < 300) return accepted(answer);
      if (answer.status === 409 || answer.status === 412) {
        const otherwise: ProvinceAnswer = answer.status === 409 ? { kind: 'again', reason: 'conflict', message: 'The province answered 409, though it does not have the document.' } : refused(answer);
        return lookUp(documentId, otherwise, signal);
      }
      return passing(answer) ?? refused(answer);
    },
  };
}

/** `[base]/Bundle/[id]/_history/[vid]` in Location, or the version in ETag. */
function accepted({ status, headers }: HttpAnswer): ProvinceAnswer {
  const location = headers.get('location') ?? headers.get('content-location');
  const versionId = /\/_history\/([^/?]+)$/.exec(location ?? '')?.[1] ?? /^W?\/?"([^"]+)"$/.exec(headers.get('etag') ?? '')?.[1] ?? null;
  return { kind: 'accepted', status, location, versionId };
}

/** The places an OperationOutcome names; its free text may repeat the patient's data and is left out. */
function refused({ status, text }: HttpAnswer): ProvinceAnswer {
  const issues = outcomeSchema.safeParse(jsonOf(text)).data?.issue ?? [];
  const words = issues.slice(0, 5).map(({ severity, code, expression }) => `${severity} ${code}${expression === undefined ? '' : ` at ${expression.slice(0, 3).join(', ')}`}`);
  return { kind: 'refused', reason: `http-${status}`, message: `The province answered ${status}${words.length === 0 ? '' : `: ${words.join('; ')}`}. Clear this up with its operator, then retry.` };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, so not an answer of FHIR; the status has to do.
    return null;
  }
}
