import { Badge, Button, Group, PasswordInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconSignature } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../shared/ipc/channels.ts';
import { openDisciplines } from '../../shared/mdt/caseRecord.ts';
import type { Directory, Person } from '../../shared/mdt/directory.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Section.tsx';
import { useAction } from '../ui/useAction.ts';
import type { RecordActions } from './actions.ts';
import { formatTime } from './format.ts';
import { ReopenDecision } from './ReopenDecision.tsx';

type SignRole = 'expert' | 'physicist' | 'chair';

interface Props {
  readonly view: CaseView;
  readonly person: Person;
  readonly directory: Directory;
  readonly actions: RecordActions;
}

/** Signatures over the one frozen content: who has signed, who is waited for, and signing at this console. */
export function SignPanel({ view, person, directory, actions }: Props) {
  const { t } = useTranslation('mdt');
  const { record } = view;
  const open = openDisciplines(record);
  return (
    <Section title={t('signTitle')} testId="signatures" aside={record.frozen ? <Text size="xs" c="dimmed">{t('signingFrozen')}</Text> : null}>
      {!record.frozen ? <Text size="sm" c="dimmed">{t('notFrozen')}</Text> : (
        <Stack gap={8}>
          <Text size="xs" c="dimmed" ff="monospace" style={{ wordBreak: 'break-all' }}>SM3 {record.frozen.sm3}</Text>
          {record.signatures.map((signature) => (
            <Group key={`${signature.personId}${signature.role}`} gap={8} data-testid={`signature-${signature.personId}`}>
              <IconSignature size={16} color="var(--mantine-color-teal-4)" />
              <Text size="sm" fw={600}>{signature.personName}</Text>
              <Badge>{signature.role === 'chair' ? t('role.chair') : t(`discipline.${signature.discipline}`)}</Badge>
              <Text size="xs" c="dimmed">{formatTime(signature.atMs)} · {t(signature.timeSource === 'platform' ? 'platformTime' : 'deviceTime')}</Text>
            </Group>
          ))}
          {record.state === 'opinionDraft' ? (
            <>
              <Text size="sm" c="yellow.4" data-testid="waiting-for">{open.length > 0 ? t('waitingFor', { list: open.map((discipline) => t(`discipline.${discipline}`)).join(' · ') }) : t('chairLast')}</Text>
              <Text size="xs" c="dimmed">{t('signOrder')}</Text>
              <SignForm view={view} person={person} directory={directory} actions={actions} />
              <ReopenDecision view={view} person={person} actions={actions} />
            </>
          ) : <Text size="sm" c="teal.3" data-testid="all-signed">{t('allSigned')}</Text>}
        </Stack>
      )}
    </Section>
  );
}

const rolesOf = (view: CaseView, person: Person): SignRole[] => {
  const { record } = view;
  const roles: SignRole[] = [];
  for (const opinion of record.opinions) if (opinion.personId === person.id && opinion.stance !== 'noOpinion') roles.push(opinion.discipline === 'physics' ? 'physicist' : 'expert');
  if (person.roles.includes('chair') && person.hospitalId === record.leadHospitalId) roles.push('chair');
  return [...new Set(roles)].filter((role) => !record.signatures.some((signature) => signature.personId === person.id && signature.role === role));
};

function SignForm({ view, person, directory, actions }: Props) {
  const { t } = useTranslation('mdt');
  const { record } = view;
  const candidates = directory.people.filter((candidate) => rolesOf(view, candidate).length > 0 && (candidate.id === person.id || candidate.hospitalId === person.hospitalId));
  const [chosenId, setChosenId] = useState<string | null>(null);
  const signer = candidates.find((candidate) => candidate.id === chosenId) ?? candidates.find((candidate) => candidate.id !== person.id) ?? candidates[0];
  const roles = signer ? rolesOf(view, signer) : [];
  const [chosenRole, setRole] = useState<SignRole | null>(null);
  const role = roles.find((candidate) => candidate === chosenRole) ?? roles[0];
  const [pin, setPin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [openReason, setOpenReason] = useState('');
  const isColleague = signer !== undefined && signer.id !== person.id;
  const before = role === 'physicist' ? openDisciplines(record).filter((discipline) => discipline !== 'physics') : [];
  const needsReason = role === 'chair' && openDisciplines(record).length > 0;
  const sign = useAction(async () => {
    if (!signer || !role) return;
    await actions.sign({ caseId: record.id, role, pin, openReason: needsReason ? openReason : null, ...(isColleague ? { account: signer.account, password, ...(code === '' ? {} : { code }) } : {}) });
    setPin('');
    setPassword('');
    setCode('');
    setOpenReason('');
    setChosenId(null);
    setRole(null);
  });
  if (!signer || !role) return null;
  const asked = sign.error?.detail?.['reason'];
  const isFirstAsking = asked === 'second-factor-required' && code === '';
  const asksForCode = isColleague && (code !== '' || asked === 'second-factor-required' || asked === 'wrong-code');
  const choose = (personId: string | null): void => {
    setChosenId(personId);
    setPassword('');
    setCode('');
    sign.clear();
  };
  return (
    <Stack gap={6} component="form" onSubmit={(event: React.FormEvent) => { event.preventDefault(); sign.run(); }} data-testid="sign-form">
      <Group gap={8} align="flex-end">
        <Select label={t('signer')} data={candidates.map((candidate) => ({ value: candidate.id, label: `${candidate.name} ${candidate.title}` }))} value={signer.id} onChange={choose} allowDeselect={false} data-testid="sign-person" />
        <SegmentedControl size="xs" data={roles.map((value) => ({ value, label: t(`role.${value}`) }))} value={role} onChange={(value) => setRole(value)} aria-label={t('signAs')} data-testid="sign-role" />
      </Group>
      <Group gap={8} align="flex-end">
        {isColleague ? <PasswordInput size="xs" label={`${t('password')} · ${signer.account}`} value={password} onChange={(event) => setPassword(event.currentTarget.value)} data-testid="sign-password" w={180} /> : null}
        {asksForCode ? <TextInput size="xs" label={t('signCode')} value={code} onChange={(event) => setCode(event.currentTarget.value)} autoFocus autoComplete="one-time-code" data-testid="sign-code" w={140} /> : null}
        <PasswordInput size="xs" label={t('pin')} value={pin} onChange={(event) => setPin(event.currentTarget.value)} data-testid="sign-pin" w={140} />
        <Button type="submit" loading={sign.isRunning} disabled={before.length > 0 || pin.length < 6 || (isColleague && password === '') || (isFirstAsking && code === '') || (needsReason && openReason.trim() === '')} data-testid="sign-submit">{t('signNow')}</Button>
      </Group>
      {before.length > 0 ? <Text size="xs" c="yellow.4" data-testid="physics-waits">{t('physicsWaits', { list: before.map((discipline) => t(`discipline.${discipline}`)).join(t('listComma')) })}</Text> : null}
      {needsReason ? <TextInput label={t('openReason')} value={openReason} onChange={(event) => setOpenReason(event.currentTarget.value)} data-testid="sign-open-reason" /> : null}
      {asksForCode ? <Text size="xs" c={isFirstAsking ? 'yellow.4' : 'dimmed'} data-testid="sign-code-hint">{t('signCodeHint', { name: signer.name })}</Text> : null}
      <ErrorNotice error={isFirstAsking ? null : sign.error} onClose={sign.clear} testId="sign-error" />
    </Stack>
  );
}
