import { Alert, Box, Button, Checkbox, Group, Modal, SimpleGrid, Slider, Stack, Text } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useCallback, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PixelBox } from '../../../shared/deid/burnIn.ts';
import type { BurnInSeries } from '../../../shared/ipc/channels.ts';
import type { FrameShape, FrameView } from '../frameView.ts';
import { insideOf, middleBox } from './maskGeometry.ts';
import { beginHistory, changed, redone, undone } from './maskHistory.ts';
import { historyKey } from './maskKeys.ts';
import { MaskLayer } from './MaskLayer.tsx';
import type { SeriesChoice } from './seriesRules.ts';

interface Props {
  readonly series: BurnInSeries;
  readonly choice: SeriesChoice;
  /** Blobs of the images of the series, in order; each may have several frames. */
  readonly images: readonly string[];
  readonly Frame: FrameView;
  readonly onClose: () => void;
  readonly onDone: (boxes: readonly PixelBox[]) => void;
}

/** Height around the picture: the dialog's title and margins, and each slider below. */
const chromePx = 92;
const pagerPx = 36;

/** Shows the pictures of a series with the boxes that will be blacked, and takes the person's word that no text is left. */
export function MaskTool({ series, choice, images, Frame, onClose, onDone }: Props) {
  const { t } = useTranslation('deidentify');
  const [history, setHistory] = useState(() => beginHistory(choice.boxes));
  const [selected, setSelected] = useState<number | null>(null);
  const [image, setImage] = useState(0);
  const [frame, setFrame] = useState(0);
  const [shape, setShape] = useState<FrameShape | null>(null);
  const [isSure, setSure] = useState(choice.isReviewed);
  const { boxes } = history;
  const sha256 = images[image] ?? series.sampleSha256;
  const shown = useCallback((next: FrameShape): void => {
    setShape(next);
    // Boxes proposed for the model of a scanner may be meant for larger pictures.
    setHistory((current) => (current.past.length === 0 ? beginHistory(current.boxes.flatMap((box) => insideOf(box, next) ?? [])) : current));
  }, []);
  const change = (next: readonly PixelBox[], gesture: string | null = null): void => {
    setHistory((current) => changed(current, next, gesture));
    setSure(false);
  };
  const step = (back: boolean): void => {
    setHistory(back ? undone : redone);
    setSelected(null);
    setSure(false);
  };
  const pressed = (event: KeyboardEvent): void => {
    const key = historyKey(event);
    if (key === null) return;
    event.preventDefault();
    step(key === 'undo');
  };
  const pagers = (images.length > 1 ? 1 : 0) + ((shape?.frames ?? 1) > 1 ? 1 : 0);
  const ratio = shape ? shape.columns / (shape.rows * shape.aspectRatio) : 1;
  return (
    <Modal opened onClose={onClose} fullScreen title={t('maskTitle', { series: `${series.modality} ${series.description ?? ''}`.trim() })} closeButtonProps={{ 'aria-label': t('close') }} data-testid="mask-tool">
      <Box onKeyDown={pressed} style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) 300px', gap: 16 }}>
        <Stack gap="xs" align="center">
          <Box pos="relative" bg="black" style={{ width: `min(100%, calc((100vh - ${chromePx + pagers * pagerPx}px) * ${ratio}))`, aspectRatio: String(ratio) }}>
            {sha256 === null ? null : <Frame sha256={sha256} frame={frame} label={t('maskPicture')} onShown={shown} />}
            {shape ? <MaskLayer size={shape} boxes={boxes} selected={selected} onSelect={setSelected} onBoxes={change} /> : null}
          </Box>
          {images.length > 1 ? <Pager label={t('image')} count={images.length} value={image} onValue={(next) => { setImage(next); setFrame(0); }} /> : null}
          {(shape?.frames ?? 1) > 1 ? <Pager label={t('frame')} count={shape?.frames ?? 1} value={frame} onValue={setFrame} /> : null}
        </Stack>
        <Stack gap="sm">
          <Alert color="yellow" py="xs">{t(`burnIn.${series.burnIn}`)}{t('colon')}{t(`burnInReason.${series.reason}`, { defaultValue: series.reason })}</Alert>
          <Text size="sm">{t('maskHint')}</Text>
          <SimpleGrid cols={2} spacing={6} verticalSpacing={6}>
            <Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} />} disabled={!shape} onClick={() => { if (!shape) return; change([...boxes, middleBox(shape)]); setSelected(boxes.length); }} data-testid="mask-add">{t('addMask')}</Button>
            <Button size="compact-sm" variant="default" leftSection={<IconTrash size={14} />} disabled={selected === null} onClick={() => { change(boxes.filter((_, at) => at !== selected)); setSelected(null); }} data-testid="mask-delete">{t('deleteMask')}</Button>
            <Button size="compact-sm" variant="default" leftSection={<IconArrowBackUp size={14} />} disabled={history.past.length === 0} onClick={() => step(true)} data-testid="mask-undo">{t('undo')}</Button>
            <Button size="compact-sm" variant="default" leftSection={<IconArrowForwardUp size={14} />} disabled={history.future.length === 0} onClick={() => step(false)} data-testid="mask-redo">{t('redo')}</Button>
          </SimpleGrid>
          <Text size="xs" c="dimmed">{t('maskKeys')}</Text>
          <Text size="sm" role="status">{t('maskCount', { count: boxes.length })}</Text>
          <Checkbox label={t('noTextLeft')} description={t('noTextLeftHint')} checked={isSure} disabled={!shape} onChange={(event) => setSure(event.currentTarget.checked)} data-testid="mask-sure" />
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
            <Button disabled={!isSure} onClick={() => onDone(boxes)} data-testid="mask-done">{t('confirmSeries')}</Button>
          </Group>
        </Stack>
      </Box>
    </Modal>
  );
}

function Pager({ label, count, value, onValue }: { label: string; count: number; value: number; onValue: (next: number) => void }) {
  return (
    <Group w="100%" maw={720} wrap="nowrap" gap="sm">
      <Text size="sm" style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>{label} {value + 1} / {count}</Text>
      <Slider flex={1} min={1} max={count} value={value + 1} onChange={(next) => onValue(next - 1)} thumbLabel={label} label={null} />
    </Group>
  );
}
