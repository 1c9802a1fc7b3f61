import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { accessKinds, everything, type AccessFilter } from './entries.ts';

interface Props {
  readonly filter: AccessFilter;
  readonly people: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (filter: AccessFilter) => void;
}

/** Who, what kind, and between which days. */
export function AccessFilters({ filter, people, onChange }: Props) {
  const { t } = useTranslation('access');
  return (
    <Group gap="sm" align="flex-end">
      <NativeSelect size="xs" label={t('person')} value={filter.personId} onChange={(event) => onChange({ ...filter, personId: event.currentTarget.value })} data={[{ value: '', label: t('everyone') }, ...people]} data-testid="access-person" />
      <NativeSelect size="xs" label={t('kind')} value={filter.kind} onChange={(event) => onChange({ ...filter, kind: event.currentTarget.value as AccessFilter['kind'] })} data={[{ value: '', label: t('allKinds') }, ...accessKinds.map((each) => ({ value: each, label: t(`kinds.${each}`) }))]} data-testid="access-kind" />
      <TextInput size="xs" type="date" label={t('from')} value={filter.from} max={filter.to} onChange={(event) => onChange({ ...filter, from: event.currentTarget.value })} data-testid="access-from" />
      <TextInput size="xs" type="date" label={t('to')} value={filter.to} min={filter.from} onChange={(event) => onChange({ ...filter, to: event.currentTarget.value })} data-testid="access-to" />
      {Object.values(filter).some((value) => value !== '') ? <Button size="xs" variant="subtle" onClick={() => onChange(everything)} data-testid="access-clear">{t('clear')}</Button> : null}
    </Group>
  );
}
