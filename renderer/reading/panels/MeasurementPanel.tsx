import { Button, Group } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { nameLesion } from '../../../shared/annotation/edit.ts';
import { unsaved } from '../../../shared/annotation/history.ts';
import type { Annotation } from '../../../shared/annotation/types.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/useAction.ts';
import { seriesOfAnnotation } from '../cells/annotationsOf.ts';
import { imageNumberOf, instanceIn, seriesTitle, seriesWith } from '../deskSeries.ts';
import type { DeskSeries } from '../deskSeries.ts';
import type { DeskAnnotations } from '../useAnnotations.ts';
import { AnnotationRow } from './AnnotationRow.tsx';
import { lesionsOf, newLesion } from './lesionChoice.ts';
import { LesionTable } from './LesionTable.tsx';

export interface MeasurementPanelProps {
  readonly held: DeskAnnotations;
  readonly series: readonly DeskSeries[];
  /** Annotations whose lengths are those at the detector. */
  readonly atDetector: ReadonlySet<string>;
  readonly onJump: (annotation: Annotation) => void;
  readonly onSaveReport: () => Promise<void>;
  /** Key image of the active cell; null while it shows none. */
  readonly onKeyImage: (() => Promise<void>) | null;
  /** Points the minutes at what was saved last; null where there is nothing to cite, or nowhere. */
  readonly onCite: (() => Promise<void>) | null;
  /** What went wrong reading saved reports, or what was kept last. */
  readonly notes: readonly string[];
}

/** All annotations of the case, the lesions over time, and what can be saved of them. */
export const MeasurementPanel = memo(function MeasurementPanel({ held, series, atDetector, onJump, onSaveReport, onKeyImage, onCite, notes }: MeasurementPanelProps) {
  const { t } = useTranslation('reading');
  const save = useAction(onSaveReport);
  const key = useAction(async () => onKeyImage?.());
  const cite = useAction(async () => onCite?.());
  const { annotations, list, edit, dispatch, ask, selectedId } = held;
  const lesions = lesionsOf(annotations);
  /** Image as the pictures name it: by its number, or by its frame where it has several. */
  const imageIn = (found: DeskSeries, { place: { sopInstanceUID, frame } }: Annotation): string => {
    if (sopInstanceUID === null) return '';
    const header = instanceIn(found, sopInstanceUID)?.header;
    if ((header?.image?.frames ?? 1) > 1) return t('measure.frame', { number: frame + 1 });
    const number = imageNumberOf(found, sopInstanceUID);
    return number === null ? '' : t('measure.image', { number });
  };
  const where = (annotation: Annotation): string => {
    const found = seriesWith(series, seriesOfAnnotation(annotation));
    return [found === null ? t('measure.noSeries') : seriesTitle(found), found === null ? '' : imageIn(found, annotation)].filter((part) => part !== '').join(' · ');
  };
  const onLesion = (annotation: Annotation, uid: string | null): void => {
    const lesion = uid === null ? null : uid === 'new' ? newLesion(annotations, crypto.randomUUID()) : (lesions.find(({ trackingUID }) => trackingUID === uid) ?? null);
    edit(nameLesion(annotation, lesion));
  };
  const open = unsaved(list).length;
  return (
    <section className="reading-measures" aria-label={t('measure.title')} data-testid="measurement-panel">
      <h2>{t('measure.title')} <span className="reading-series-marks">{annotations.length}</span></h2>
      <ErrorNotice error={save.error ?? key.error ?? cite.error} onClose={() => {
        save.clear();
        key.clear();
        cite.clear();
      }} />
      {notes.map((note) => <p className="reading-hint" role="status" key={note}>{note}</p>)}
      <Group gap={4}>
        <Button size="compact-xs" onClick={() => save.run()} loading={save.isRunning} disabled={open === 0} data-testid="save-report">{t('measure.saveReport', { count: open })}</Button>
        <Button size="compact-xs" variant="default" onClick={() => key.run()} loading={key.isRunning} disabled={onKeyImage === null} data-testid="save-key-image">{t('command.keyImage')}</Button>
        <Button size="compact-xs" variant="default" disabled={!held.canUndo} onClick={() => dispatch({ kind: 'undo' })}>{t('command.undo')}</Button>
        <Button size="compact-xs" variant="default" disabled={!held.canRedo} onClick={() => dispatch({ kind: 'redo' })}>{t('command.redo')}</Button>
        {onCite !== null && <Button size="compact-xs" variant="light" onClick={() => cite.run()} loading={cite.isRunning} data-testid="cite-evidence">{t('command.cite')}</Button>}
      </Group>
      {annotations.length === 0 ? <p className="reading-hint">{t('measure.none')}</p> : (
        <ul className="reading-annotations">
          {annotations.map((annotation) => <AnnotationRow key={annotation.id} annotation={annotation} where={where(annotation)} caveat={atDetector.has(annotation.id) ? t('measure.atDetector') : ''} lesions={lesions} isSelected={annotation.id === selectedId} onJump={onJump} onText={ask} onLesion={onLesion} onRemove={({ id }) => dispatch({ kind: 'remove', ids: [id] })} />)}
        </ul>
      )}
      <h2>{t('measure.lesions')}</h2>
      <LesionTable annotations={annotations} />
    </section>
  );
});
