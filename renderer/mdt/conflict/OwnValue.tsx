import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../FieldForm.tsx';
import { specOf } from './fieldWords.ts';

/** A value that is none of those that wait, entered as in the form. Nothing for a field no form has. */
export function OwnValue({ path, isSaving, onValue }: { path: string; isSaving: boolean; onValue: (value: unknown) => void }) {
  const { t } = useTranslation('mdt');
  const [isOpen, setOpen] = useState(false);
  const [value, setValue] = useState<unknown>(undefined);
  const spec = specOf(path);
  if (!spec) return null;
  if (!isOpen) return <Button mt={6} size="compact-sm" variant="subtle" onClick={() => setOpen(true)} aria-label={t('conflict.ownOf', { field: t(path) })} data-testid={`own-${path}`}>{t('conflict.own')}</Button>;
  return (
    <form onSubmit={(event) => { event.preventDefault(); onValue(value); }} style={{ marginTop: 6 }}>
      <Field spec={spec} label={t('conflict.ownOf', { field: t(path) })} value={value} isRequired={false} isReadOnly={false} isNarrow={false} testId={`own-value-${path}`} onChange={setValue} />
      <Group justify="flex-end" gap="xs" mt={6}>
        <Button variant="default" onClick={() => setOpen(false)}>{t('conflict.cancelOwn')}</Button>
        <Button type="submit" disabled={value === undefined || value === '' || value === null} loading={isSaving} data-testid={`own-save-${path}`}>{t('conflict.saveOwn')}</Button>
      </Group>
    </form>
  );
}
