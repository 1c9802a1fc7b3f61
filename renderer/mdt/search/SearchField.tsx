import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** Letters typed into a field belong to that field. */
const isTyping = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** The field; "/" goes to it from anywhere on the page, Escape empties it, arrow down goes to the first result. */
export function SearchField({ query, onChange, onDown }: { query: string; onChange: (query: string) => void; onDown: () => void }) {
  const { t } = useTranslation('search');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <TextInput
      ref={field} aria-label={t('label')} placeholder={t('placeholder')} value={query} maw={620} mb="sm" leftSection={<IconSearch size={14} />} data-testid="case-search"
      rightSection={query === '' ? <Kbd size="xs">/</Kbd> : <CloseButton size="sm" aria-label={t('clear')} onClick={() => { onChange(''); field.current?.focus(); }} />}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        // A key that ends the choice of a Chinese character is not meant for the list.
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape') onChange('');
        if (event.key === 'ArrowDown') { event.preventDefault(); onDown(); }
      }}
    />
  );
}
