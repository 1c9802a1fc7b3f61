import { Button, Group, Text, TextInput } from '@mantine/core';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadBytes } from './documents.ts';
import { Standing } from './Standing.tsx';
import { TagTable } from './tags/TagTable.tsx';
import { listInWorker } from './tags/listInWorker.ts';
import type { TagList } from './tags/tagRows.ts';
import { matchRows, visibleRows, wordsOf } from './tags/tagSearch.ts';
import { useParsed } from './useParsed.ts';

interface Props {
  readonly sha256: string;
  readonly read: ReadBytes;
  /** How elements are listed; tests give their own. */
  readonly list?: (bytes: Uint8Array) => TagList | Promise<TagList>;
  /** How text is put where it can be pasted; refused where the person did not allow it. */
  readonly copy?: (text: string) => Promise<void>;
}

const toClipboard = (text: string): Promise<void> => navigator.clipboard.writeText(text);

/** Every element of a DICOM object, with search. Made for looking, not for changing. */
export function TagBrowser({ sha256, read, list = listInWorker, copy = toClipboard }: Props) {
  const { value, error } = useParsed(read, sha256, list);
  return value === null ? <Standing error={error} /> : <TagDesk key={sha256} list={value} copy={copy} />;
}

function TagDesk({ list: { rows, warnings, transferSyntaxUID }, copy }: { readonly list: TagList; readonly copy: (text: string) => Promise<void> }) {
  const { t } = useTranslation('documents');
  const [query, setQuery] = useState('');
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const [chosen, setCurrent] = useState(0);
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const input = useRef<HTMLInputElement>(null);
  // Typing stays smooth while a long list is searched.
  const sought = useDeferredValue(query);
  const words = useMemo(() => wordsOf(sought), [sought]);
  const matches = useMemo(() => (words.length === 0 ? null : matchRows(rows, sought)), [rows, sought, words]);
  const shown = useMemo(() => visibleRows(rows, closed, matches), [rows, closed, matches]);
  // What was chosen may no longer be among what is shown; then the first that was found is.
  const current = shown.includes(chosen) ? chosen : (matches?.[0] ?? shown[0] ?? 0);
  const position = matches === null ? -1 : matches.indexOf(current);
  const step = (by: 1 | -1): void => {
    if (matches === null || matches.length === 0) return;
    setCurrent(matches[(position + by + matches.length) % matches.length] ?? 0);
  };
  const onSearchKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && query !== '') {
      event.stopPropagation();
      setQuery('');
    }
  };
  const onDeskKey = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== 'f') return;
    event.preventDefault();
    input.current?.focus();
  };
  const toggle = (row: number): void => setClosed((old) => {
    const next = new Set(old);
    if (!next.delete(row)) next.add(row);
    return next;
  });
  const copyValue = (row: number): void => {
    copy(rows[row]?.value ?? '').then(() => setCopied('yes'), () => setCopied('failed'));
  };
  const allNested = (): ReadonlySet<number> => new Set(rows.flatMap(({ children }, index) => (children === null || children === 0 ? [] : [index])));
  return (
    <div onKeyDown={onDeskKey} style={{ height: '100%', display: 'flex', flexDirection: 'column', minHeight: 0 }} data-testid="tag-browser">
      <Group gap={6} p={4} bg="dark.7" role="search" style={{ flex: 'none' }}>
        <TextInput ref={input} size="xs" value={query} onChange={(event) => setQuery(event.currentTarget.value)} onKeyDown={onSearchKey} placeholder={t('tags.searchHint')} aria-label={t('tags.search')} style={{ flex: '1 1 180px', maxWidth: 420 }} data-testid="tag-search" />
        <Text size="sm" role="status" style={{ fontVariantNumeric: 'tabular-nums' }} data-testid="tag-count">
          {matches === null ? t('tags.count', { count: rows.length }) : t('tags.matches', { at: position + 1, count: matches.length, all: rows.length })}
        </Text>
        {matches === null ? (
          <Button.Group>
            <Button size="compact-xs" variant="default" onClick={() => setClosed(new Set())}>{t('tags.openAll')}</Button>
            <Button size="compact-xs" variant="default" onClick={() => setClosed(allNested())}>{t('tags.closeAll')}</Button>
          </Button.Group>
        ) : (
          <Button.Group>
            <Button size="compact-xs" variant="default" onClick={() => step(-1)} aria-label={t('tags.previous')}>↑</Button>
            <Button size="compact-xs" variant="default" onClick={() => step(1)} aria-label={t('tags.next')}>↓</Button>
          </Button.Group>
        )}
        <Button size="compact-xs" variant="default" onClick={() => copyValue(current)} disabled={rows[current]?.children !== null} data-testid="tag-copy">{t('tags.copy')}</Button>
        {copied === 'no' ? null : <Text size="xs" role="status" c={copied === 'yes' ? 'teal.3' : 'orange.4'}>{t(`tags.copied.${copied}`)}</Text>}
      </Group>
      <TagTable rows={rows} shown={shown} words={words} closed={closed} isSearching={matches !== null} current={current} onCurrent={(row) => { setCurrent(row); setCopied('no'); }} onToggle={toggle} onCopy={copyValue} />
      <Group gap="md" px={8} py={2} bg="dark.8" style={{ flex: 'none', rowGap: 0 }}>
        <Text size="xs" c="gray.4">{t('tags.syntax', { uid: transferSyntaxUID })}</Text>
        {warnings.length === 0 ? null : <Text size="xs" c="yellow.4" title={warnings.join('\n')}>{t('warnings', { count: warnings.length })}</Text>}
      </Group>
    </div>
  );
}
