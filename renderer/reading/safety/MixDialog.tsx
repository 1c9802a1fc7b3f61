import { Button, Group, Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PatientPair } from '../../../shared/viewing/patientMix.ts';
import { personText } from './personText.ts';

interface Props {
  readonly pair: PatientPair;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks before images of another person are hung beside those shown. Enter, Escape and a click beside it leave everything as it is. */
export function MixDialog({ pair, onConfirm, onCancel }: Props) {
  const { t, i18n } = useTranslation('reading');
  return (
    <Modal opened onClose={onCancel} title={t('mix.title')} closeButtonProps={{ 'aria-label': t('mix.cancel') }} data-testid="mix-dialog">
      <Text size="sm">{t('mix.question')}</Text>
      <dl className="reading-people">
        <dt>{t('mix.shown')}</dt><dd data-testid="mix-shown">{personText(pair.a, i18n.language)}</dd>
        <dt>{t('mix.coming')}</dt><dd data-testid="mix-coming">{personText(pair.b, i18n.language)}</dd>
      </dl>
      <Text size="sm">{pair.differences.length === 0 ? t('mix.tooLittle') : t('mix.differs', { parts: pair.differences.map((part) => t(`mix.part.${part}`)).join(t('mix.comma')) })}</Text>
      <Group justify="flex-end" mt="md" gap="xs">
        <Button color="red" variant="outline" onClick={onConfirm} data-testid="mix-confirm">{t('mix.confirm')}</Button>
        <Button onClick={onCancel} data-autofocus data-testid="mix-cancel">{t('mix.cancel')}</Button>
      </Group>
    </Modal>
  );
}
