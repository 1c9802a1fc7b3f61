import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unsaved } from '../../shared/annotation/history.ts';
import { emptyCell } from '../../shared/viewing/cell.ts';
import type { SeriesStore } from '../study/series.ts';
import { annotationLabel } from '../viewport/annotationLabel.ts';
import type { WhyWords } from '../viewport/annotationLabel.ts';
import { cellSlice } from '../viewport/cellPlace.ts';
import type { ReadingDeskProps } from './actions.ts';
import { cellPicture } from './cells/cellPicture.ts';
import { saveKeyImage, saveReport, unnamedDevice } from './evidenceActions.ts';
import type { EvidenceSetting } from './evidenceActions.ts';
import { imageTitle } from './deskSeries.ts';
import { asAcquired, lookOf } from './shownImage.ts';
import { useDeskPage } from './screens/deskPage.ts';
import { useStable } from './useLatest.ts';
import type { Reading } from './useReading.ts';

export interface Evidence {
  readonly onSaveReport: () => Promise<void>;
  /** Null while the active cell shows no image as acquired. */
  readonly onKeyImage: (() => Promise<void>) | null;
  readonly onSavePicture: () => Promise<void>;
  /** Points the minutes at what was kept last; null where there are none, or nothing was kept yet. */
  readonly onCite: (() => Promise<void>) | null;
  /** What was kept last, in words. */
  readonly note: string | null;
}

interface Kept {
  readonly kind: 'report' | 'keyImage';
  readonly sopInstanceUID: string;
  readonly title: string;
}

/** Keeps what was found: measurements as a report, the image shown as a key image, the picture as a file. */
export function useEvidence({ imaging, actions, person, device }: ReadingDeskProps, { desk, held, series }: Reading, store: SeriesStore): Evidence {
  const { t, i18n } = useTranslation('reading');
  const page = useDeskPage();
  const [note, setNote] = useState<string | null>(null);
  const [kept, setKept] = useState<Kept | null>(null);
  const language = i18n.language === 'zh' ? 'zh' : 'en';
  const setting: EvidenceSetting = { imaging, actions, author: person.name, device: device ?? unnamedDevice, language, volumesOf: (uid) => store.state(uid)?.volumes.map(({ volume }) => volume) ?? [] };
  const { view, sources } = desk;
  const index = view.activeCell;
  const source = sources[index] ?? null;
  const sliceIndex = source === null ? 0 : cellSlice(view, index, source);
  const image = source?.imageOf(sliceIndex) ?? null;
  const keep = (kind: Kept['kind'], sopInstanceUID: string, title: string, more: readonly string[] = []): void => {
    setKept({ kind, sopInstanceUID, title });
    setNote([t(`evidence.${kind}`, { title }), ...more].join(t('evidence.comma')));
  };
  const isSaving = useRef(false);

  const onSaveReport = useStable(async (): Promise<void> => {
    const annotations = unsaved(held.list);
    // One press of the key, one report.
    if (isSaving.current) return;
    if (annotations.length === 0) return setNote(t('evidence.nothing'));
    isSaving.current = true;
    try {
      const amended = [...new Set(annotations.flatMap(({ id }) => held.list.saved[id] ?? []))];
      const uid = await saveReport(setting, annotations, amended);
      held.dispatch({ kind: 'saved', ids: annotations.map(({ id }) => id), sopInstanceUID: uid });
      keep('report', uid, t('evidence.measurements', { count: annotations.length }));
    } finally {
      isSaving.current = false;
    }
  });
  const saveShown = useStable(async (): Promise<void> => {
    const slice = source?.slice(sliceIndex) ?? null;
    if (source === null || image === null || slice === null) return;
    const cell = view.cells[index] ?? emptyCell;
    const shows = desk.cells.find((one) => one.index === index)?.shows;
    const volume = shows?.kind === 'volume' ? shows.loaded.volume : null;
    const own = series.find(({ instances }) => instances.some(({ header }) => header.sopInstanceUID === image.sopInstanceUID));
    const title = own === undefined ? image.sopInstanceUID : imageTitle(own, image.sopInstanceUID, sliceIndex, (number) => t('measure.image', { number }));
    const annotations = view.hasAnnotations ? held.annotations.map((annotation) => ({ annotation, words: annotationLabel(annotation.kind, annotation.figures, annotation.text, annotation.lesion?.name ?? null, t('figureWhy', { returnObjects: true }) as unknown as WhyWords).join('\n') })) : [];
    const made = await saveKeyImage(setting, { ...image, columnSpacingMm: slice.columnSpacingMm, rowSpacingMm: slice.rowSpacingMm, isCalibrated: source.isCalibrated, volume, look: lookOf(slice, sliceIndex, source, volume), cell: asAcquired(cell, slice, volume), annotations }, held.selected?.text ?? '');
    keep('keyImage', made.sopInstanceUID, title, [made.withoutState === null ? t('evidence.withState') : t('evidence.withoutState', { why: t(`evidence.refusal.${made.withoutState}`) }), ...(made.leftOut === 0 ? [] : [t('evidence.leftOut', { count: made.leftOut })]), t('evidence.inCase')]);
  });
  const onSavePicture = async (): Promise<void> => {
    const bytes = await cellPicture(page, index);
    if (bytes === null) return;
    const path = await actions.savePng(`image-${index + 1}.png`, bytes);
    if (path !== null) setNote(t('evidence.picture', { path }));
  };
  const { cite } = actions;
  const onCite = useMemo(() => (cite === null || kept === null ? null : (): Promise<void> => cite(kept)), [cite, kept]);
  return { onSaveReport, onKeyImage: image === null ? null : saveShown, onSavePicture, onCite, note };
}
