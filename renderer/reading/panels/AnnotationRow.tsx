import { ActionIcon, Select } from '@mantine/core';
import { IconDeviceFloppy, IconPencil, IconTrash } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { figureText } from '../../../shared/annotation/figureText.ts';
import type { Annotation } from '../../../shared/annotation/types.ts';
import { dateText } from '../studyAge.ts';

export interface AnnotationRowProps {
  readonly annotation: Annotation;
  /** Series and slice it lies on, in words. */
  readonly where: string;
  /** What limits its lengths beside what its figures say; empty: nothing. */
  readonly caveat: string;
  readonly lesions: readonly { readonly name: string; readonly trackingUID: string }[];
  readonly isSelected: boolean;
  readonly onJump: (annotation: Annotation) => void;
  readonly onText: (annotation: Annotation) => void;
  /** Null: of no lesion; `new`: of one not measured before. */
  readonly onLesion: (annotation: Annotation, trackingUID: string | null) => void;
  readonly onRemove: (annotation: Annotation) => void;
}

/** One annotation: what it is, its figures, where it lies, which lesion it measures. */
export const AnnotationRow = memo(function AnnotationRow({ annotation, where, caveat, lesions, isSelected, onJump, onText, onLesion, onRemove }: AnnotationRowProps) {
  const { t } = useTranslation('reading');
  const { kind, figures, text, lesion, savedIn, studyDate } = annotation;
  const words = figures.map((figure) => `${t(`figure.${figure.quantity}`)} ${figureText(figure)}${figure.why === undefined ? '' : ` (${t(`figureWhy.${figure.why}`)})`}`).join(' · ');
  return (
    <li className="reading-annotation" data-selected={isSelected} data-annotation={annotation.id}>
      <button type="button" className="reading-annotation-jump" onClick={() => onJump(annotation)} aria-current={isSelected}>
        <b>{t(`annotationKind.${kind}`)}</b>{text === '' ? '' : ` “${text}”`}
        <div className="reading-figures">{[words, kind === 'cobb' ? t('measure.cobb') : '', caveat].filter((part) => part !== '').join(' · ')}</div>
        <div className="reading-series-marks">{[dateText(studyDate), where].filter((part) => part !== '').join(' · ')}</div>
      </button>
      <div className="reading-annotation-deeds">
        <Select size="xs" w={92} aria-label={t('measure.lesion')} placeholder={t('measure.lesion')} clearable data={[...lesions.map(({ name, trackingUID }) => ({ value: trackingUID, label: name })), { value: 'new', label: t('measure.newLesion') }]} value={lesion?.trackingUID ?? null} onChange={(value) => onLesion(annotation, value)} />
        {savedIn !== null && <IconDeviceFloppy size={16} role="img" aria-label={t('measure.saved')} />}
        <ActionIcon size={22} variant="subtle" color="gray" aria-label={t('measure.text')} onClick={() => onText(annotation)}><IconPencil size={14} /></ActionIcon>
        <ActionIcon size={22} variant="subtle" color="red" aria-label={t('measure.remove')} onClick={() => onRemove(annotation)}><IconTrash size={14} /></ActionIcon>
      </div>
    </li>
  );
});
