import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredInstance } from '../../shared/ipc/channels.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import type { DocumentProps } from './documents.ts';
import { documentShown } from './documentKind.ts';
import { EcgView } from './EcgView.tsx';
import { PdfView } from './PdfView.tsx';
import { PictureView } from './PictureView.tsx';
import { ReportView } from './ReportView.tsx';
import { TagBrowser } from './TagBrowser.tsx';

interface Props extends DocumentProps {
  /** Name of an image of the case; null where it is not here. */
  readonly nameOfImage?: (sopInstanceUID: string) => string | null;
  /** CSS pixels of one millimetre of this screen where somebody measured it. */
  readonly screenPxPerMm?: number;
}

/** One object in the view that fits its kind; where there is none it says so and offers the object's elements. */
export function DocumentView(props: Props) {
  return <ChosenView key={props.instance.sha256} {...props} />;
}

function ChosenView({ instance, read, onShowImage, nameOfImage, screenPxPerMm }: Props) {
  const { t } = useTranslation(['documents', 'contents']);
  const [frame, setFrame] = useState(0);
  const { sha256, header, isPresent } = instance;
  const kindName = t(`contents:kind.${header.kind}`, { defaultValue: header.kind });
  if (!isPresent) return <EmptyState title={kindName}>{t('notHere')}</EmptyState>;
  const links = { ...(onShowImage === undefined ? {} : { onShowImage }), ...(nameOfImage === undefined ? {} : { nameOfImage }) };
  switch (documentShown(header.kind)) {
    case 'ecg': return <EcgView sha256={sha256} read={read} {...(screenPxPerMm === undefined ? {} : { screenPxPerMm })} />;
    case 'pdf': return <PdfView sha256={sha256} read={read} />;
    case 'report': return <ReportView sha256={sha256} read={read} {...links} />;
    case 'keyObjects': return <ReportView sha256={sha256} read={read} isSelection {...links} />;
    case 'picture': return <PictureView source={{ kind: 'frame', sha256, frame }} read={read} onFrame={setFrame} label={header.series.description ?? kindName} />;
    case 'elsewhere': return <Unshown instance={instance} read={read} title={kindName} why={t('elsewhere')} />;
    case 'none': return <Unshown instance={instance} read={read} title={kindName} why={t(header.kind === 'encapsulatedCda' || header.kind === 'encapsulatedModel' ? 'foreign' : 'noView')} />;
  }
}

/** Says plainly that there is no view; what the object holds can still be looked at element by element. */
function Unshown({ instance, read, title, why }: { readonly instance: StoredInstance; readonly read: DocumentProps['read']; readonly title: string; readonly why: string }) {
  const { t } = useTranslation('documents');
  const [hasTags, setHasTags] = useState(false);
  if (hasTags) return <TagBrowser sha256={instance.sha256} read={read} />;
  return (
    <EmptyState title={title}>
      <Stack gap={8} align="center" data-testid="document-unshown">
        <Text size="sm">{why}</Text>
        <Text size="xs" c="gray.5">{[instance.header.label, `SOP Class ${instance.header.sopClassUID}`].filter((word) => word !== null && word !== '').join(' · ')}</Text>
        <Button variant="default" onClick={() => setHasTags(true)}>{t('showTags')}</Button>
      </Stack>
    </EmptyState>
  );
}
