import { Badge, Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LocalNode } from '../../../shared/ipc/channels.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/useAction.ts';
import type { NetworkActions } from './actions.ts';
import { isAeTitle, isPort } from './nodeForm.ts';

interface Props {
  readonly local: LocalNode;
  readonly actions: NetworkActions;
  readonly onSaved: () => void;
}

/** Who this console is to a PACS, and whether it takes what the nodes of the list send. */
export function LocalNodeForm({ local, actions, onSaved }: Props) {
  const { t } = useTranslation('network');
  const [form, setForm] = useState({ aeTitle: local.aeTitle, port: String(local.port), isReceiving: local.isReceiving });
  const isRight = isAeTitle(form.aeTitle) && isPort(form.port);
  const isChanged = form.aeTitle.trim() !== local.aeTitle || form.port.trim() !== String(local.port) || form.isReceiving !== local.isReceiving;
  const save = useAction(async () => {
    await actions.saveLocal({ aeTitle: form.aeTitle.trim(), port: Number(form.port), isReceiving: form.isReceiving });
    onSaved();
  });
  const state = local.error ? 'error' : local.isListening ? 'listening' : 'off';
  return (
    <Stack gap="xs">
      <Group align="flex-start">
        <TextInput label={t('localAeTitle')} description={t('aeTitleHint')} value={form.aeTitle} error={isAeTitle(form.aeTitle) ? null : t('wrong.aeTitle')} onChange={(event) => setForm({ ...form, aeTitle: event.currentTarget.value })} w={220} data-testid="local-aeTitle" />
        <TextInput label={t('localPort')} description={t('portHint')} value={form.port} error={isPort(form.port) ? null : t('wrong.port')} onChange={(event) => setForm({ ...form, port: event.currentTarget.value })} w={220} data-testid="local-port" />
      </Group>
      <Group>
        <Switch label={t('receive')} description={t('receiveHint')} checked={form.isReceiving} onChange={(event) => setForm({ ...form, isReceiving: event.currentTarget.checked })} data-testid="local-receive" />
        <Badge color={state === 'error' ? 'red' : state === 'listening' ? 'green' : 'gray'} data-testid="local-state" data-state={state}>{t(`localState.${state}`, { port: local.port })}</Badge>
        <Button loading={save.isRunning} disabled={!isRight || !isChanged} onClick={() => save.run()} data-testid="local-save">{t('save')}</Button>
      </Group>
      {local.error ? <Text size="sm" c="red.4">{t(`reason.${local.error.reason}`, { defaultValue: local.error.message })}<Text span size="xs" c="dimmed" display="block" lang="en">{local.error.message}</Text></Text> : null}
      <ErrorNotice error={save.error} onClose={save.clear} />
    </Stack>
  );
}
