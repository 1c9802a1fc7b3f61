import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Section } from '../../ui/Section.tsx';
import { useLoaded } from '../network/useLoaded.ts';
import type { AccountActions } from './actions.ts';
import { EndFactorDialog } from './EndFactorDialog.tsx';
import { EnrolDialog } from './EnrolDialog.tsx';

/** Whether signing in asks this person for a second factor, and turning it on and off. */
export function SecondFactorSection({ actions }: { actions: AccountActions }) {
  const { t } = useTranslation('account');
  const found = useLoaded(actions.factor);
  const [open, setOpen] = useState<'enrol' | 'end' | null>(null);
  const state = found.value;
  const close = (): void => {
    setOpen(null);
    found.reload();
  };
  return (
    <Section title={t('title')} testId="second-factor">
      <ErrorNotice error={found.error} />
      {state ? (
        <Group justify="space-between" wrap="nowrap">
          <div><Text size="sm" data-testid="factor-state">{state.isOn ? t('on', { count: state.recoveryCodesLeft }) : t('off')}</Text><Text size="xs" c="dimmed">{t('hint')}</Text></div>
          <Button variant="default" style={{ flexShrink: 0 }} onClick={() => setOpen(state.isOn ? 'end' : 'enrol')} data-testid="factor-change">{t(state.isOn ? 'end' : 'begin')}</Button>
        </Group>
      ) : null}
      {open === 'enrol' ? <EnrolDialog actions={actions} onClose={close} /> : null}
      {open === 'end' ? <EndFactorDialog actions={actions} onClose={close} /> : null}
    </Section>
  );
}
