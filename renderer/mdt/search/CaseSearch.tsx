import { useRef, useState, type ReactNode } from 'react';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { SearchField } from './SearchField.tsx';
import { SearchResults } from './SearchResults.tsx';
import { useSearch, type Search } from './useSearch.ts';

/** The search field above the list of cases; while words stand in it, what they find takes the place of the list. */
export function CaseSearch({ onSearch, onOpen, children }: { onSearch: Search; onOpen: (caseId: string) => void; children: ReactNode }) {
  const [query, setQuery] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const { found, error } = useSearch(onSearch, query, 0);
  return (
    <div ref={box}>
      <SearchField query={query} onChange={setQuery} onDown={() => box.current?.querySelector<HTMLElement>('[role="button"][tabindex="0"]')?.focus()} />
      <ErrorNotice error={error} />
      {query.trim() !== '' && found ? <SearchResults found={found} onOpen={onOpen} /> : children}
    </div>
  );
}
