import { formatTag } from '../dicom/attributes.ts';
import { lookUpTag } from '../dicom/dictionary.ts';

export type ChangeKind = 'removed' | 'emptied' | 'replaced' | 'cleaned' | 'uidMapped' | 'dateShifted';

/** How often one thing was done to one attribute; never holds a value. */
export interface Change {
  /** `(0010,0010)`. */
  readonly tag: string;
  readonly keyword: string;
  readonly action: ChangeKind;
  readonly count: number;
}

/** Counts what is changed, of one object or of a whole job. */
export class ChangeList {
  readonly #counts = new Map<string, number>();

  /** @param tag `x00100010` */
  note(tag: string, action: ChangeKind, count = 1): void {
    const key = `${tag} ${action}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
  }

  add(other: ChangeList): void {
    for (const [key, count] of other.#counts) this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
  }

  /** By tag and action. */
  list(): readonly Change[] {
    return [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, count]) => {
      const [tag = '', action = ''] = key.split(' ');
      return { tag: formatTag(tag), keyword: lookUpTag(tag)?.keyword ?? '', action: action as ChangeKind, count };
    });
  }
}
