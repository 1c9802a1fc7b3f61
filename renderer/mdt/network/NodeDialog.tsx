import { Button, Checkbox, Group, Modal, PasswordInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v4 as uuid } from 'uuid';
import type { NetworkNode, NetworkTestStep } from '../../../shared/ipc/channels.ts';
import { useAction } from '../../ui/useAction.ts';
import type { NetworkActions } from './actions.ts';
import { NetworkNotice } from './NetworkNotice.tsx';
import { draftOf, formOf, wrongFields, type NodeField, type NodeForm } from './nodeForm.ts';
import { TestSteps } from './TestSteps.tsx';

interface Props {
  /** Null adds one. */
  readonly node: NetworkNode | null;
  readonly localAeTitle: string;
  readonly actions: NetworkActions;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Adds or changes a PACS and tries it as it stands in the form, before anything is saved. */
export function NodeDialog({ node, localAeTitle, actions, onClose, onSaved }: Props) {
  const { t } = useTranslation('network');
  const [id] = useState(() => node?.id ?? uuid());
  const [form, setForm] = useState(() => formOf(node));
  const [isTouched, setTouched] = useState(false);
  const [steps, setSteps] = useState<readonly NetworkTestStep[] | null>(null);
  const wrong = wrongFields(form);
  const change = (fields: Partial<NodeForm>): void => {
    setForm((current) => ({ ...current, ...fields }));
    setSteps(null);
  };
  const errorOf = (field: NodeField): string | null => (isTouched && wrong.includes(field) ? t(`wrong.${field}`) : null);
  const text = (field: NodeField, extra: { description?: string; placeholder?: string; w?: number } = {}) => (
    <TextInput label={t(`field.${field}`)} value={form[field]} error={errorOf(field)} onChange={(event) => change({ [field]: event.currentTarget.value })} withAsterisk data-testid={`node-${field}`} {...extra} />
  );
  const whenRight = (then: () => void): void => {
    setTouched(true);
    if (wrong.length === 0) then();
  };
  const test = useAction(async () => {
    const draft = draftOf(id, form);
    setSteps(await actions.test(draft.node, draft.password));
  });
  const save = useAction(async () => {
    const draft = draftOf(id, form);
    await actions.saveNode(draft.node, draft.password);
    onSaved();
  });
  const hasPassword = node?.kind === 'dicomweb' && node.hasPassword;
  return (
    <Modal opened onClose={onClose} title={t(node ? 'editNode' : 'newNode')} size="lg" closeButtonProps={{ 'aria-label': t('close') }} data-testid="node-dialog">
      <form onSubmit={(event) => { event.preventDefault(); whenRight(() => save.run()); }} noValidate>
        <Stack gap="sm">
          <SegmentedControl aria-label={t('field.kind')} value={form.kind} onChange={(kind) => change({ kind })} data={[{ value: 'dicomweb', label: t('kind.dicomweb') }, { value: 'dimse', label: t('kind.dimse') }]} data-testid="node-kind" />
          {text('name', { description: t('nameHint') })}
          {form.kind === 'dicomweb' ? (
            <>
              {text('url', { description: t('urlHint'), placeholder: 'https://pacs.example.org/dicom-web' })}
              <Group grow align="flex-start">
                <TextInput label={t('field.userName')} value={form.userName} onChange={(event) => change({ userName: event.currentTarget.value })} autoComplete="off" data-testid="node-userName" />
                <PasswordInput size="xs" label={t('field.password')} value={form.password} disabled={form.forgetsPassword} placeholder={hasPassword ? t('passwordKept') : ''} onChange={(event) => change({ password: event.currentTarget.value })} autoComplete="new-password" visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }} data-testid="node-password" />
              </Group>
              {hasPassword ? <Checkbox size="xs" label={t('forgetPassword')} checked={form.forgetsPassword} onChange={(event) => change({ forgetsPassword: event.currentTarget.checked, password: '' })} /> : null}
            </>
          ) : (
            <>
              <Group grow align="flex-start">{text('aeTitle', { description: t('aeTitleHint') })}{text('host', { description: t('hostHint') })}{text('port', { description: t('portHint') })}</Group>
              <Group align="flex-end">
                <Select label={t('field.retrieveBy')} value={form.retrieveBy} allowDeselect={false} onChange={(value) => change({ retrieveBy: value === 'move' ? 'move' : 'get' })} data={[{ value: 'get', label: t('retrieveBy.get') }, { value: 'move', label: t('retrieveBy.move') }]} w={280} data-testid="node-retrieveBy" />
                <Checkbox size="xs" mb={6} label={t('field.useTls')} checked={form.useTls} onChange={(event) => change({ useTls: event.currentTarget.checked })} />
              </Group>
              <Text size="xs" c="dimmed">{t('callingHint', { aeTitle: localAeTitle })}</Text>
            </>
          )}
          <NetworkNotice error={test.error ?? save.error} />
          {steps ? <TestSteps steps={steps} /> : null}
          <Group justify="space-between">
            <Button variant="light" loading={test.isRunning} onClick={() => whenRight(() => test.run())} data-testid="node-test">{t(test.isRunning ? 'testing' : 'test')}</Button>
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
              <Button type="submit" loading={save.isRunning} data-testid="node-save">{t('save')}</Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
