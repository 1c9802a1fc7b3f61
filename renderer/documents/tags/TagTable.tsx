import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTag } from '../../../shared/dicom/attributes.ts';
import { useBox } from '../useBox.ts';
import { rowHeightPx, rowsIn, scrollTo } from './rowWindow.ts';
import type { TagRow } from './tagRows.ts';
import { cutAt } from './tagSearch.ts';

interface Props {
  readonly rows: readonly TagRow[];
  /** Rows to show, as places in `rows`, ascending. */
  readonly shown: readonly number[];
  /** Words to mark. */
  readonly words: readonly string[];
  readonly closed: ReadonlySet<number>;
  /** While something is looked for all is open. */
  readonly isSearching: boolean;
  readonly current: number;
  readonly onCurrent: (row: number) => void;
  readonly onToggle: (row: number) => void;
  readonly onCopy: (row: number) => void;
}

const columns = 'minmax(150px, 190px) 44px minmax(120px, 1.1fr) minmax(120px, 2fr) 92px';
const cell = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', paddingInline: 6 } as const;
const headings = ['tag', 'vr', 'name', 'value', 'length'] as const;

/** The list as a tree of rows of one height, of which only those near the window are made. */
export function TagTable({ rows, shown, words, closed, isSearching, current, onCurrent, onToggle, onCopy }: Props) {
  const { t } = useTranslation('documents');
  const scroller = useRef<HTMLDivElement>(null);
  const { height } = useBox(scroller);
  const [top, setTop] = useState(0);
  const at = Math.max(0, shown.indexOf(current));
  const bodyHeight = Math.max(0, height - rowHeightPx);
  const [from, to] = rowsIn(shown.length, top, bodyHeight);
  useEffect(() => {
    const { current: element } = scroller;
    if (element !== null && bodyHeight > 0) element.scrollTop = scrollTo(at, element.scrollTop, bodyHeight);
  }, [at, bodyHeight]);
  const move = (to_: number): void => {
    const row = shown[Math.min(Math.max(to_, 0), shown.length - 1)];
    if (row !== undefined) onCurrent(row);
  };
  const row = rows[current];
  const isOpenable = row?.children !== null && row !== undefined && row.children > 0 && !isSearching;
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(bodyHeight / rowHeightPx) - 1);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => move(at + 1), ArrowUp: () => move(at - 1), PageDown: () => move(at + page), PageUp: () => move(at - page), Home: () => move(0), End: () => move(shown.length - 1),
      ArrowRight: () => (isOpenable && closed.has(current) ? onToggle(current) : move(at + 1)),
      ArrowLeft: () => (isOpenable && !closed.has(current) ? onToggle(current) : row !== undefined && row.parent >= 0 ? onCurrent(row.parent) : undefined),
      Enter: () => isOpenable && onToggle(current),
    };
    if ((event.ctrlKey || event.metaKey) && event.key === 'c' && globalThis.getSelection()?.toString() === '') onCopy(current);
    else if (keys[event.key] !== undefined && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      keys[event.key]?.();
    }
  };
  return (
    <div ref={scroller} role="treegrid" tabIndex={0} aria-label={t('tags.table')} aria-rowcount={shown.length + 1} aria-colcount={headings.length} aria-activedescendant={`tag-row-${current}`} onKeyDown={onKeyDown} onScroll={(event) => setTop(event.currentTarget.scrollTop)} data-testid="tag-table" style={{ flex: 1, minHeight: 0, overflow: 'auto', fontSize: 12.5, background: 'var(--mantine-color-dark-9)' }}>
      <div style={{ minWidth: 560 }}>
        <div role="row" aria-rowindex={1} style={{ display: 'grid', gridTemplateColumns: columns, height: rowHeightPx, lineHeight: `${rowHeightPx}px`, position: 'sticky', top: 0, zIndex: 1, background: 'var(--mantine-color-dark-7)', fontWeight: 600 }}>
          {headings.map((name) => <div key={name} role="columnheader" style={{ ...cell, textAlign: name === 'length' ? 'right' : 'left' }}>{t(`tags.column.${name}`)}</div>)}
        </div>
        <div style={{ height: shown.length * rowHeightPx, position: 'relative' }}>
          {shown.slice(from, to).map((index, offset) => {
            const one = rows[index];
            if (one === undefined) return null;
            const isNest = one.children !== null && one.children > 0;
            const isOpen = isSearching || !closed.has(index);
            return (
              <div
                key={index} id={`tag-row-${index}`} role="row" aria-rowindex={from + offset + 2} aria-level={one.depth + 1} aria-selected={index === current} {...(isNest ? { 'aria-expanded': isOpen } : {})} onClick={() => onCurrent(index)} onDoubleClick={() => isNest && !isSearching && onToggle(index)}
                style={{ position: 'absolute', top: (from + offset) * rowHeightPx, left: 0, right: 0, display: 'grid', gridTemplateColumns: columns, height: rowHeightPx, lineHeight: `${rowHeightPx}px`, background: index === current ? '#1d4e46' : (from + offset) % 2 === 1 ? '#ffffff08' : undefined, color: one.isPrivate ? '#d6b98a' : undefined, userSelect: 'text' }}
              >
                <div role="gridcell" style={{ ...cell, paddingLeft: 4 + one.depth * 12, fontFamily: 'ui-monospace, monospace' }}>
                  {isNest ? <span aria-hidden onClick={() => !isSearching && onToggle(index)} style={{ cursor: 'pointer', display: 'inline-block', width: 14 }}>{isOpen ? '▾' : '▸'}</span> : <span style={{ display: 'inline-block', width: 14 }} />}
                  {one.vr === '' ? t('tags.item', { number: one.name }) : <Marked text={formatTag(one.tag)} words={words} />}
                </div>
                <div role="gridcell" style={{ ...cell, fontFamily: 'ui-monospace, monospace' }} title={one.vr.startsWith('(') ? t('tags.impliedVr') : undefined}><Marked text={one.vr} words={words} /></div>
                <div role="gridcell" style={cell} title={one.name}>{one.vr === '' ? '' : one.isPrivate && one.name !== 'PrivateCreator' ? <>{t('tags.private')} <Marked text={one.name} words={words} /></> : <Marked text={one.name} words={words} />}</div>
                <div role="gridcell" style={cell} title={one.value === '' ? undefined : one.value.slice(0, 2000)}>{valueOf(one)}</div>
                <div role="gridcell" style={{ ...cell, textAlign: 'right', fontVariantNumeric: 'tabular-nums' }}>{one.lengthBytes.toLocaleString('en')}</div>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );

  function valueOf(one: TagRow) {
    if (one.children !== null) return <span style={{ opacity: 0.6 }}>{t(one.vr === '' ? 'tags.elements' : 'tags.items', { count: one.children })}</span>;
    if (one.value === '' && one.lengthBytes > 0) return <span style={{ opacity: 0.6 }}>{t('tags.notShown')}</span>;
    // More than a line is cut off by its cell anyway.
    return <><Marked text={one.value.slice(0, 400)} words={words} />{one.isShortened || one.value.length > 400 ? '…' : ''}</>;
  }
}

function Marked({ text, words }: { readonly text: string; readonly words: readonly string[] }) {
  if (words.length === 0) return text;
  return cutAt(text, words).map((piece, index) => (index % 2 === 1 ? <mark key={index} style={{ background: '#f2b84b', color: '#10171f' }}>{piece}</mark> : piece));
}
