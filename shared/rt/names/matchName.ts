import { isAccessoryName } from './accessoryName.ts';
import { takeApart } from './derivedName.ts';
import { nameKey } from './nameKey.ts';
import { organTable } from './organTable.ts';
import { otherStandardName } from './otherStandardNames.ts';
import { suggestName, type NameSuggestion } from './suggestName.ts';
import { isHelperName } from './helperName.ts';
import { parseTarget, type TargetName } from './targetName.ts';

/** How a name was matched. `helper` (planning structures) and `accessory` (couch, fixation, points) have no standard name and need none. */
export type MatchHow = 'site' | 'exact' | 'spelling' | 'synonym' | 'target' | 'derived' | 'helper' | 'accessory' | 'none';

/** What a structure's name stands for. */
export interface NameMatch {
  /** TG-263 name; null where none is certain. */
  readonly standard: string | null;
  readonly how: MatchHow;
  /** Of targets only. */
  readonly target: TargetName | null;
  /** Where nothing is certain: what it may be, for a person to confirm; never to be evaluated unasked. */
  readonly suggestion: NameSuggestion | null;
}

const certain = (standard: string | null, how: MatchHow, target: TargetName | null = null): NameMatch => ({ standard, how, target, suggestion: null });

/**
 * TG-263 name of a structure's name (rt-reference section 10): the site's own table first, then the standard's spelling,
 * then spelling without case and separators, synonyms, target names, and names of derived volumes (PRV, organ minus
 * target). Nothing else is taken for certain; a near name becomes a suggestion.
 *
 * @param siteNames this hospital's names, ROIName as written → TG-263 name
 */
export function matchName(name: string, siteNames: Readonly<Record<string, string>> = {}): NameMatch {
  const own = Object.hasOwn(siteNames, name) ? siteNames[name] : Object.entries(siteNames).find(([written]) => nameKey(written) === nameKey(name))?.[1];
  if (own !== undefined) return certain(own, 'site', parseTarget(own));
  const organ = matchOrgan(name);
  if (organ !== null) return organ;
  const derived = matchDerived(name);
  if (derived !== null) return certain(derived, 'derived');
  if (isHelperName(name)) return certain(null, 'helper');
  const target = parseTarget(name);
  if (target !== null) return certain(standardTarget(target), 'target', target);
  if (isAccessoryName(name)) return certain(null, 'accessory');
  return { standard: null, how: 'none', target: null, suggestion: suggestName(name) };
}

function matchOrgan(name: string): NameMatch | null {
  const key = nameKey(name);
  const standard = organTable.standards.get(key);
  if (standard === undefined) {
    const other = otherStandardName(name);
    return other === null ? null : certain(other, other === name ? 'exact' : 'spelling');
  }
  if (standard === name) return certain(standard, 'exact');
  return certain(standard, nameKey(standard) === key ? 'spelling' : 'synonym');
}

function matchDerived(name: string): string | null {
  const parts = takeApart(name);
  if (parts === null) return null;
  const organ = organTable.standards.get(nameKey(parts.base));
  if (organ === undefined) return null;
  if (parts.kind === 'minus') {
    const without = /^[a-z]tvs$/iu.test(parts.without) ? parts.without.slice(0, -1) : parts.without;
    const target = parseTarget(without);
    const other = target === null ? organTable.standards.get(nameKey(without)) : standardTarget(target);
    return other === undefined ? null : `${organ}-${other}`;
  }
  const [, stem = organ, side = ''] = /^(.*?)(_[LR])?$/u.exec(organ) ?? [];
  const margin = parts.marginMm === null ? '' : String(Math.round(parts.marginMm)).padStart(2, '0');
  return `${stem}_PRV${margin}${side}`;
}

/** TG-263 spelling of a target; doses in cGy. */
function standardTarget({ kind, of, classes, number, doseGy, relative, laterality, isCropped }: TargetName): string {
  const start = kind === 'ITV' && of !== null ? `I${of}` : kind;
  const level = relative === null ? '' : `_${relative[0]?.toUpperCase() ?? ''}${relative.slice(1)}`;
  const dose = doseGy === null ? '' : `_${Math.round(doseGy * 100)}`;
  const side = laterality === null || laterality === 'bilateral' ? '' : laterality === 'left' ? '_L' : '_R';
  return `${start}${classes}${number ?? ''}${side}${level}${dose}${isCropped ? '^crop' : ''}`;
}

/** A target for evaluation: GTV, CTV, ITV or PTV by name, and no planning helper. */
export const isTargetName = (name: string): boolean => !isHelperName(name) && parseTarget(name) !== null;
