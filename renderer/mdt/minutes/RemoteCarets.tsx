import type { CSSProperties, ReactNode } from 'react';
import type { HeardPresence } from '../../../shared/minutes/presence.ts';
import { markOf } from './mark.ts';

/** A caret of somebody else in this section, by index. */
export interface PlacedCaret {
  readonly presence: HeardPresence;
  readonly anchor: number;
  readonly head: number;
}

/** The text once more, unseen, behind the area, with the carets and selections of the others where they are. */
export function RemoteCarets({ text, carets }: { text: string; carets: readonly PlacedCaret[] }) {
  const cuts = [...new Set([0, text.length, ...carets.flatMap(({ anchor, head }) => [Math.min(anchor, text.length), Math.min(head, text.length)])])].toSorted((a, b) => a - b);
  const parts: ReactNode[] = [];
  cuts.forEach((from, at) => {
    for (const caret of carets.filter(({ head }) => Math.min(head, text.length) === from)) parts.push(<Caret key={`caret ${caret.presence.sessionId}`} presence={caret.presence} />);
    const to = cuts[at + 1];
    if (to === undefined) return;
    const selector = carets.find(({ anchor, head }) => Math.min(anchor, head) <= from && Math.max(anchor, head) >= to && anchor !== head);
    parts.push(<span key={`text ${from}`} className={selector ? 'selected' : undefined} style={selector ? styleOf(selector.presence) : undefined}>{text.slice(from, to)}</span>);
  });
  // A line end at the end has no height of its own in a block.
  return <div className="minutes-carets" aria-hidden>{parts}{'\u200b'}</div>;
}

function Caret({ presence }: { presence: HeardPresence }) {
  return <span className="caret" style={styleOf(presence)} data-testid={`caret-${presence.personId}`}><span className="flag">{presence.name}</span></span>;
}

/** Colour and line of a person, as the style sheet reads them. */
export function styleOf({ personId, name }: { readonly personId: string; readonly name: string }): CSSProperties {
  const { colour, line } = markOf(personId, name);
  return { '--person': colour, '--line': line } as CSSProperties;
}
