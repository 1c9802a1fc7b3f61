import { takeApart } from './derivedName.ts';
import { editDistance } from './editDistance.ts';
import { nameKey } from './nameKey.ts';
import { organTable } from './organTable.ts';

/** What a name may stand for, and why that is not certain. */
export interface NameSuggestion {
  readonly standard: string;
  /** `side-unsaid`: a paired organ without its side; `extra-words`: a known name and more; `similar`: a known name but for a few letters. */
  readonly why: 'side-unsaid' | 'extra-words' | 'similar';
}

/** Words software and planners put behind a name: who drew it, which copy it is. */
const extraWords = /(?:[\s_\-.]*(?:auto(?:seg|contour)?\w*|ai|dl|abas|mbs|atlas|temp|tmp|old|new|copy|final|draft|edit(?:ed)?|mod|rev|v\d+|ct|mr|avg|mip|复制|副本|自动|勾画|新|旧)|[\s_\-.]*\d{1,2})+$/iu;

/** A suggestion for a name no table has; null where nothing is near, or several are equally near. */
export function suggestName(name: string): NameSuggestion | null {
  const key = nameKey(name);
  const unsided = organTable.unsided.get(key);
  if (unsided !== undefined) return { standard: unsided, why: 'side-unsaid' };
  const shorter = nameKey(name.normalize('NFKC').replace(extraWords, ''));
  const known = shorter === '' ? undefined : organTable.standards.get(shorter) ?? organTable.unsided.get(shorter);
  if (known !== undefined) return { standard: known, why: 'extra-words' };
  const parts = takeApart(name);
  const whole = parts?.kind === 'minus' ? organTable.unsided.get(nameKey(parts.base)) : undefined;
  if (whole !== undefined && parts?.kind === 'minus') return { standard: `${whole}-${parts.without}`, why: 'side-unsaid' };
  const near = nearest(key);
  return near === null ? null : { standard: near, why: 'similar' };
}

/** Letters that may differ: one from five, two from eight; digits and the side may not, so those that differ in them tie or are passed over. */
function nearest(key: string): string | null {
  const most = allowedChanges(key);
  if (most === 0) return null;
  let least = most + 1;
  let found = new Set<string>();
  for (const [other, standard] of organTable.standards) {
    if (Math.abs(other.length - key.length) > most || allowedChanges(other) === 0 || digits(other) !== digits(key)) continue;
    const distance = editDistance(key, other);
    if (distance > least) continue;
    if (distance < least) found = new Set();
    least = distance;
    found.add(standard);
  }
  const [only, ...more] = found;
  return only === undefined || more.length > 0 || least > most ? null : only;
}

const digits = (key: string): string => key.replace(/\D+/gu, '');

const allowedChanges = (key: string): number => {
  if (key.length >= 8) return 2;
  return key.length >= 5 ? 1 : 0;
};
