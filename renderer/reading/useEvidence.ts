import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unsaved } from '../../shared/annotation/history.ts';
import type { SeriesStore } from '../study/series.ts';
import { cellSlice } from '../viewport/cellPlace.ts';
import type { ReadingDeskProps } from './actions.ts';
import { cellPicture } from './cells/cellPicture.ts';
import { saveKeyImage, saveReport, unnamedDevice } from './evidenceActions.ts';
import type { EvidenceSetting, ShownFrame } from './evidenceActions.ts';
import { seriesTitle } from './deskSeries.ts';
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
  const [note, setNote] = useState<string | null>(null);
  const [kept, setKept] = useState<Kept | null>(null);
  const language = i18n.language === 'zh' ? 'zh' : 'en';
  const setting: EvidenceSetting = { imaging, actions, author: person.name, device: device ?? unnamedDevice, language, volumesOf: (uid) => store.state(uid)?.volumes.map(({ volume }) => volume) ?? [] };
  const { view, sources } = desk;
  const index = view.activeCell;
  const source = sources[index] ?? null;
  const sliceIndex = source === null ? 0 : cellSlice(view, index, source);
  const image = source?.imageOf(sliceIndex) ?? null;
  const keep = (kind: Kept['kind'], sopInstanceUID: string, title: string): void => {
    setKept({ kind, sopInstanceUID, title });
    setNote(t(`evidence.${kind}`, { title }));
  };
  const isSaving = useRef(false);

  const onSaveReport = useStable(async (): Promise<void> => {
    const annotations = unsaved(held.list);
    // One press of the key, one report.
    if (annotations.length === 0 || isSaving.current) return;
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
    const shown: ShownFrame = { ...image, columnSpacingMm: slice.columnSpacingMm, rowSpacingMm: slice.rowSpacingMm, isCalibrated: source.isCalibrated };
    const own = series.find(({ instances }) => instances.some(({ header }) => header.sopInstanceUID === image.sopInstanceUID));
    const title = own === undefined ? image.sopInstanceUID : `${seriesTitle(own)} · ${sliceIndex + 1}`;
    keep('keyImage', await saveKeyImage(setting, shown, held.selected?.text ?? ''), title);
  });
  const onSavePicture = async (): Promise<void> => {
    const bytes = await cellPicture(document, index);
    if (bytes === null) return;
    const path = await actions.savePng(`image-${index + 1}.png`, bytes);
    if (path !== null) setNote(t('evidence.picture', { path }));
  };
  const { cite } = actions;
  const onCite = useMemo(() => (cite === null || kept === null ? null : (): Promise<void> => cite(kept)), [cite, kept]);
  return { onSaveReport, onKeyImage: image === null ? null : saveShown, onSavePicture, onCite, note };
}
