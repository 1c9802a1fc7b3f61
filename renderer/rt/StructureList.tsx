import { Button, Checkbox, Group, Text } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Structure } from '../../shared/rt/types.ts';
import { structureColour, structureDash } from '../viewport/lineStyles.ts';
import { noticeText } from './noticeText.ts';

export interface StructureListProps {
  readonly structures: readonly Structure[];
  /** ROI numbers. */
  readonly visible: readonly number[];
  readonly canChange: boolean;
  readonly onVisible: (numbers: number[]) => void;
}

/** Structures by name, colour, line style and type, each with its switch. Drawn again only when its own props change. */
export const StructureList = memo(function StructureList({ structures, visible, canChange, onVisible }: StructureListProps) {
  const { t } = useTranslation('rt');
  const shown = new Set(visible);
  const toggle = (number: number): void => {
    const next = new Set(shown);
    if (!next.delete(number)) next.add(number);
    onVisible([...next].sort((a, b) => a - b));
  };
  if (structures.length === 0) return <Text size="sm" c="dimmed">{t('structures.empty')}</Text>;
  const drawable = structures.filter((structure) => structure.contours.length > 0);
  return (
    <section className="desk-section desk-structures" aria-label={t('structures.title')}>
      <Group justify="space-between" wrap="nowrap" gap={4}>
        <Text size="sm" fw={600}>{t('structures.title')}</Text>
        <Text size="xs" c="dimmed">{t('structures.visible', { shown: drawable.filter(({ number }) => shown.has(number)).length, total: drawable.length })}</Text>
        <Button.Group>
          <Button size="compact-xs" variant="default" disabled={!canChange} onClick={() => onVisible(drawable.map(({ number }) => number).sort((a, b) => a - b))}>{t('structures.all')}</Button>
          <Button size="compact-xs" variant="default" disabled={!canChange} onClick={() => onVisible([])}>{t('structures.none')}</Button>
        </Button.Group>
      </Group>
      <ul className="desk-structure-list">
        {structures.map((structure, index) => (
          <li key={structure.number} title={structure.warnings.map((notice) => noticeText(t, notice)).join('\n')}>
            <Checkbox
              size="xs"
              checked={shown.has(structure.number)}
              disabled={!canChange || structure.contours.length === 0}
              onChange={() => toggle(structure.number)}
              label={<StructureLabel structure={structure} index={index} />}
              data-testid={`structure-${structure.number}`}
            />
          </li>
        ))}
      </ul>
    </section>
  );
});

/** Line sample, name as written and type of one structure. */
function StructureLabel({ structure, index }: { readonly structure: Structure; readonly index: number }) {
  const { t } = useTranslation('rt');
  return (
    <span className="desk-structure">
      <LineSample colour={structureColour(structure.color)} dash={structureDash(index)} />
      <span className="desk-structure-name">{structure.name}</span>
      <span className="desk-structure-type">{structure.contours.length === 0 ? t('structures.noContour') : structure.interpretedType}</span>
    </span>
  );
}

/** A short line in the colour and pattern used on the pictures; `isBeads` as stored curves are drawn. */
export function LineSample({ colour, dash, isBeads = false }: { readonly colour: string; readonly dash: readonly number[]; readonly isBeads?: boolean }) {
  return (
    <svg width={30} height={10} aria-hidden="true" className="desk-line-sample">
      <line x1={isBeads ? 3 : 1} y1={5} x2={29} y2={5} stroke={colour} strokeWidth={isBeads ? 4 : 2.5} strokeLinecap={isBeads ? 'round' : 'butt'} strokeDasharray={dash.join(' ')} />
    </svg>
  );
}
