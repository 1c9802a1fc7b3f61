import { createHash } from 'node:crypto';
import { provinceReceiptSchema, provinceText } from '../../shared/platform/province.ts';
import type { ProvinceAdapter, ProvinceSettings } from './adapter.ts';
import { ask, passing } from './post.ts';

/** Another platform of this kind (shared/platform/province.ts). */
export function contractAdapter(settings: ProvinceSettings): ProvinceAdapter {
  return {
    name: 'contract',
    encode: provinceText,
    async send(documentId, body, signal) {
      const answer = await ask(settings, 'POST', '/v1/province/documents', { 'content-type': 'application/json', 'idempotency-key': documentId }, body, signal);
      if ('kind' in answer) return answer;
      if (answer.status < 200 || answer.status >= 300) {
        return passing(answer) ?? { kind: 'refused', reason: `http-${answer.status}`, message: `The other platform answered ${answer.status}${reasonIn(answer.text)}. Clear this up with its operator, then retry.` };
      }
      const receipt = provinceReceiptSchema.safeParse(parse(answer.text)).data;
      const sha256 = createHash('sha256').update(body).digest('hex');
      if (receipt?.documentId !== documentId || receipt.bodySha256 !== sha256) return { kind: 'again', reason: 'other-receipt', message: 'The answer is not a receipt for what was sent; check MDT_PROVINCE_URL.' };
      return { kind: 'accepted', status: answer.status, location: answer.headers.get('location'), versionId: '1' };
    },
  };
}

/** The reason word of an error body; its sentence may repeat what was sent. */
function reasonIn(text: string): string {
  const body = parse(text);
  const reason = typeof body === 'object' && body !== null && 'reason' in body ? body.reason : null;
  return typeof reason === 'string' && /^[a-z-]{1,40}$/.test(reason) ? ` (${reason})` : '';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Somebody else answered there; the caller says so.
    return null;
  }
}
