import type { TFunction } from 'i18next';
import type { RtNotice } from '../../shared/rt/notices.ts';
import type { DvhMethod } from '../../shared/rt/types.ts';

/** A notice in the reader's language; a code this console has no words for stays in English. */
export const noticeText = (t: TFunction<'rt'>, { code, values, message }: RtNotice): string => t(`notice.${code}`, { ...values, defaultValue: message });

/** How a histogram was made, in the reader's language. */
export function methodText(t: TFunction<'rt'>, { message, stepMm, lineMm, pieces, isCapped, isAlongGrid, endCap, biological, ...numbers }: DvhMethod): string {
  const along = isAlongGrid ? t('dvhMethod.exact', { pieces }) : t('dvhMethod.stepped', { pieces, stepMm: stepMm.toFixed(2) });
  const model = biological === undefined ? '' : `${t('noticeBreak')}${t('notice.biological-dose', { ...biological })}`;
  return t('dvhMethod.line', { ...numbers, lineMm: lineMm.toFixed(2), along, capped: isCapped ? t('dvhMethod.capped') : '', cap: t(`dvhMethod.cap.${endCap}`), defaultValue: message }) + model;
}
