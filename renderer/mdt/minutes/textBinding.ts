import type * as Y from 'yjs';
import { moveIndex, spliceOf, type DeltaStep, type Splice } from './splice.ts';

export interface TextBindingOptions {
  readonly area: HTMLTextAreaElement;
  readonly text: Y.Text;
  /** Runs a change in the name of the person at the keyboard, under `origin`. */
  readonly type: (change: () => void) => void;
  readonly origin: unknown;
  readonly undo: Pick<Y.UndoManager, 'undo' | 'redo' | 'stopCapturing'>;
  /** Characters that still fit into the minutes. */
  readonly room: () => number;
  readonly onTooLong: () => void;
  /** The caret moved; null when the area lost it. */
  readonly onCaret: (caret: { readonly anchor: number; readonly head: number } | null) => void;
}

/**
 * A plain text area and a Yjs text, each following the other. A change of somebody else keeps caret, selection and scroll; while an
 * input method composes a word nothing is put into the area, and the word goes where it belongs afterwards. Undo takes back own changes only.
 */
export class TextBinding {
  readonly #options: TextBindingOptions;
  readonly #ended = new AbortController();
  /** What the area showed when it was last in step with the text. */
  #shown: string;
  #isComposing = false;
  /** While composing, if somebody changed the text: where each shown character is now, -1 where it is gone. */
  #places: number[] | null = null;

  constructor(options: TextBindingOptions) {
    this.#options = options;
    const { area, text } = options;
    this.#shown = text.toJSON();
    area.value = this.#shown;
    text.observe(this.#follow);
    const { signal } = this.#ended;
    area.addEventListener('input', () => this.#commit(), { signal });
    area.addEventListener('compositionstart', () => void (this.#isComposing = true), { signal });
    area.addEventListener('compositionend', () => {
      this.#isComposing = false;
      this.#commit();
    }, { signal });
    area.addEventListener('beforeinput', (event) => this.#beforeInput(event), { signal });
    area.addEventListener('keydown', (event) => this.#key(event), { signal });
    area.addEventListener('blur', () => {
      options.undo.stopCapturing();
      options.onCaret(null);
    }, { signal });
    for (const name of ['keyup', 'pointerup', 'focus', 'select'] as const) area.addEventListener(name, () => this.#tellCaret(), { signal });
  }

  destroy(): void {
    this.#ended.abort();
    this.#options.text.unobserve(this.#follow);
  }

  readonly #follow = (event: Y.YTextEvent, transaction: Y.Transaction): void => {
    if (transaction.origin === this.#options.origin) return;
    if (this.#isComposing) {
      this.#places = (this.#places ?? Array.from(this.#shown, () => 0).map((_, at) => at)).map((place) => {
        if (place === -1) return -1;
        const { index, isGone } = moveIndex(event.delta as DeltaStep[], place, 'character');
        return isGone ? -1 : index;
      });
      return;
    }
    this.#show(event.delta as DeltaStep[], transaction.origin === this.#options.undo);
  };

  /** Shows the text as it is now; the selection stays on its characters, after an undo the caret goes to what came back. */
  #show(delta: readonly DeltaStep[], isOwnUndo: boolean): void {
    const { area, text } = this.#options;
    const { selectionStart, selectionEnd, selectionDirection, scrollTop } = area;
    this.#shown = text.toJSON();
    area.value = this.#shown;
    const hasFocus = area.ownerDocument.activeElement === area;
    const end = endOf(delta);
    const start = moveIndex(delta, selectionStart, selectionStart === selectionEnd ? 'caret' : 'character').index;
    if (isOwnUndo && hasFocus) area.setSelectionRange(end, end);
    else area.setSelectionRange(start, Math.max(start, moveIndex(delta, selectionEnd, 'caret').index), selectionDirection);
    area.scrollTop = scrollTop;
    if (hasFocus) this.#tellCaret();
  }

  #commit(): void {
    const { area, text, type, room, onTooLong } = this.#options;
    if (this.#isComposing) return;
    const places = this.#places;
    this.#places = null;
    const splice = spliceOf(this.#shown, area.value, area.selectionEnd);
    const isTooLong = splice !== null && splice.insert.length - splice.remove > room();
    if (isTooLong) onTooLong();
    if (splice !== null && !isTooLong) type(() => (places ? applyMoved(text, splice, places) : applySplice(text, splice)));
    // What is shown differs from the text where somebody typed meanwhile, or where this did not fit.
    if (area.value !== text.toJSON()) {
      const caret = splice && !isTooLong && places ? insertionOf(text, splice, places) + splice.insert.length : Math.min(area.selectionEnd, text.length);
      area.value = text.toJSON();
      area.setSelectionRange(caret, caret);
    }
    this.#shown = area.value;
    this.#tellCaret();
  }

  #beforeInput(event: InputEvent): void {
    if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return;
    event.preventDefault();
    this.#undo(event.inputType === 'historyRedo');
  }

  #key(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing || this.#isComposing) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    this.#undo(key === 'y' || event.shiftKey);
  }

  #undo(isRedo: boolean): void {
    if (this.#options.area.readOnly) return;
    if (isRedo) this.#options.undo.redo();
    else this.#options.undo.undo();
  }

  #tellCaret(): void {
    const { area, onCaret } = this.#options;
    if (this.#isComposing || area.ownerDocument.activeElement !== area) return;
    const isBackward = area.selectionDirection === 'backward';
    onCaret({ anchor: isBackward ? area.selectionEnd : area.selectionStart, head: isBackward ? area.selectionStart : area.selectionEnd });
  }
}

function applySplice(text: Y.Text, { at, remove, insert }: Splice): void {
  if (remove > 0) text.delete(at, remove);
  if (insert !== '') text.insert(at, insert);
}

/** Where a change of what was shown goes in what is there now: behind the nearest character before it that is still there. */
function insertionOf(text: Y.Text, { at }: Splice, places: readonly number[]): number {
  for (let before = at - 1; before >= 0; before -= 1) {
    const place = places[before] ?? -1;
    if (place !== -1) return place + 1;
  }
  return Math.min(places.slice(at).find((place) => place !== -1) ?? text.length, text.length);
}

/** Takes out the characters that were seen, never what somebody put between them meanwhile. */
function applyMoved(text: Y.Text, splice: Splice, places: readonly number[]): void {
  const at = insertionOf(text, splice, places);
  const seen = places.slice(splice.at, splice.at + splice.remove).filter((place) => place !== -1);
  for (const place of seen.toReversed()) text.delete(place, 1);
  if (splice.insert !== '') text.insert(at, splice.insert);
}

/** End of what a change put in or took out. */
function endOf(delta: readonly DeltaStep[]): number {
  let at = 0;
  let end = 0;
  for (const step of delta) {
    at += step.retain ?? (typeof step.insert === 'string' ? step.insert.length : 0);
    if (step.retain === undefined) end = at;
  }
  return end;
}
