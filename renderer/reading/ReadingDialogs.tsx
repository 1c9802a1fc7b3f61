import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { changeText } from '../../shared/annotation/edit.ts';
import type { StoredInstance } from '../../shared/ipc/channels.ts';
import { GreyCheckPage } from '../documents/GreyCheckPage.tsx';
import { TagBrowser } from '../documents/TagBrowser.tsx';
import type { ReadingActions } from './actions.ts';
import { ShortcutsDialog } from './keys/ShortcutsDialog.tsx';
import { TextDialog } from './panels/TextDialog.tsx';
import { MixDialog } from './safety/MixDialog.tsx';
import type { Reading } from './useReading.ts';

export type OpenDialog = 'shortcuts' | 'tags' | 'grey' | null;

interface Props {
  readonly reading: Reading;
  readonly actions: ReadingActions;
  /** Somebody works in this window: what the whole desk has to ask is asked here. */
  readonly isFront: boolean;
  readonly open: OpenDialog;
  readonly onClose: () => void;
  readonly onGreyCheck: () => void;
  /** Object of the image shown in the active cell. */
  readonly instance: StoredInstance | null;
}

/** Whatever lies over the desk. The question about two patients goes before all else. */
export function ReadingDialogs({ reading, actions, isFront, open, onClose, onGreyCheck, instance }: Props) {
  const { t } = useTranslation('reading');
  const { safety, held, shortcuts, greyCheck } = reading;
  if (isFront && safety.asking !== null) return <MixDialog pair={safety.asking} onConfirm={safety.confirm} onCancel={safety.cancel} />;
  const { asked } = held;
  if (isFront && asked !== null) return <TextDialog key={asked.id} annotation={asked} onClose={() => held.ask(null)} onText={(text) => {
    held.edit(changeText(held.annotations.find(({ id }) => id === asked.id) ?? asked, text));
    held.ask(null);
  }} />;
  if (open === 'shortcuts') return <ShortcutsDialog overrides={shortcuts.value ?? {}} onOverrides={shortcuts.set} onClose={onClose} greyCheckedAtMs={greyCheck.value?.atMs ?? null} onGreyCheck={onGreyCheck} />;
  if (open === 'grey') return (
    <Modal opened onClose={onClose} fullScreen title={t('command.greyCheck')} closeButtonProps={{ 'aria-label': t('keys.close') }} data-testid="grey-dialog">
      <div className="reading-grey"><GreyCheckPage lastCheck={greyCheck.value} onSave={(check) => {
        greyCheck.set(check);
        return Promise.resolve();
      }} /></div>
    </Modal>
  );
  if (open === 'tags' && instance !== null) return (
    <Modal opened onClose={onClose} size="min(1100px, 94vw)" title={t('command.tagBrowser')} closeButtonProps={{ 'aria-label': t('keys.close') }} data-testid="tag-dialog">
      <div className="reading-tags"><TagBrowser sha256={instance.sha256} read={actions.readObject} /></div>
    </Modal>
  );
  return null;
}
