import { Button, Group, NumberInput, SegmentedControl, Switch, Text, TextInput } from '@mantine/core';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { View } from '../../shared/meeting/view.ts';
import type { DoseGrid } from '../../shared/rt/types.ts';
import { resolveLevels } from '../viewport/doseColours.ts';
import { parseLevels } from './parseLevels.ts';
import { LineSample } from './StructureList.tsx';

export interface IsodoseControlsProps {
  readonly isodose: View['isodose'];
  readonly dose: DoseGrid | null;
  /** Prescription of the plan where it is 100 % of this dose, Gy. */
  readonly planDoseGy: number | null;
  /** The dose is the total dose of the plan shown. */
  readonly isOwnDose: boolean;
  /** Every target dose the plan states, Gy; more than one leaves the choice to the user. */
  readonly targetDosesGy: readonly number[];
  readonly canChange: boolean;
  readonly onIsodose: (isodose: View['isodose']) => void;
}

/** Lines, wash, unit, levels and reference dose, with the legend of the lines drawn. */
export const IsodoseControls = memo(function IsodoseControls({ isodose, dose, planDoseGy, isOwnDose, targetDosesGy, canChange, onIsodose }: IsodoseControlsProps) {
  const { t } = useTranslation('rt');
  if (dose === null) return <Text size="sm" c="dimmed">{t('isodose.noDose')}</Text>;
  if (dose.units !== 'GY') return <Text size="sm" c="orange.4">{t('isodose.relative')}</Text>;
  const referenceGy = isodose.referenceDoseGy ?? planDoseGy;
  const change = (fields: Partial<View['isodose']>): void => onIsodose({ ...isodose, ...fields });
  const changeUnit = (unit: View['isodose']['unit']): void => {
    if (unit === isodose.unit) return;
    if (referenceGy === null) return change({ unit });
    const factor = unit === 'gray' ? referenceGy / 100 : 100 / referenceGy;
    change({ unit, levels: isodose.levels.map((level) => Math.round(level * factor * 100) / 100) });
  };
  return (
    <section className="desk-section" aria-label={t('isodose.title')}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={600}>{t('isodose.title')}</Text>
        <SegmentedControl size="xs" disabled={!canChange} value={isodose.unit} onChange={(value) => changeUnit(value === 'gray' ? 'gray' : 'percent')} data={[{ value: 'percent', label: '%' }, { value: 'gray', label: 'Gy' }]} aria-label={t('isodose.unit')} />
      </Group>
      <Group gap="md">
        <Switch size="xs" disabled={!canChange} checked={isodose.hasLines} onChange={(event) => change({ hasLines: event.currentTarget.checked })} label={t('isodose.lines')} data-testid="isodose-lines" />
        <Switch size="xs" disabled={!canChange} checked={isodose.hasWash} onChange={(event) => change({ hasWash: event.currentTarget.checked })} label={t('isodose.wash')} data-testid="isodose-wash" />
      </Group>
      <ReferenceDose {...{ isodose, planDoseGy, isOwnDose, canChange }} hasSeveral={targetDosesGy.length > 1} onReference={(referenceDoseGy) => change({ referenceDoseGy })} />
      {targetDosesGy.length > (isOwnDose ? 1 : 0) && (
        <Group gap={4}>
          <Text size="xs" c="orange.4">{t(isOwnDose ? 'isodose.several' : 'isodose.stated')}</Text>
          {targetDosesGy.map((doseGy) => <Button key={doseGy} size="compact-xs" variant={doseGy === referenceGy ? 'filled' : 'default'} disabled={!canChange} onClick={() => change({ referenceDoseGy: doseGy })}>{doseGy.toFixed(2)} Gy</Button>)}
        </Group>
      )}
      <LevelsInput key={isodose.levels.join(' ')} levels={isodose.levels} canChange={canChange} onLevels={(levels) => change({ levels })} />
      <ul className="desk-legend">
        {resolveLevels(isodose, referenceGy).map((level) => (
          <li key={level.value}>
            <LineSample colour={level.colour} dash={level.dash} />
            <span>{level.percent === null ? '' : `${round(level.percent)}%`}</span>
            <span>{level.doseGy.toFixed(2)} Gy</span>
          </li>
        ))}
      </ul>
      <Text size="xs" c="dimmed">{t('isodose.maximum')} {dose.maximum.toFixed(2)} Gy{referenceGy === null ? '' : ` · ${round((dose.maximum / referenceGy) * 100)}%`}</Text>
    </section>
  );
});

function ReferenceDose({ isodose, planDoseGy, isOwnDose, hasSeveral, canChange, onReference }: Pick<IsodoseControlsProps, 'isodose' | 'planDoseGy' | 'isOwnDose' | 'canChange'> & { readonly hasSeveral: boolean; readonly onReference: (doseGy: number | null) => void }) {
  const { t } = useTranslation('rt');
  const own = isodose.referenceDoseGy;
  const source = own !== null && own !== planDoseGy ? t('isodose.fromView') : planDoseGy === null ? isOwnDose ? (hasSeveral ? '' : t('isodose.none')) : t('isodose.notOwn') : t('isodose.fromPlan');
  return (
    <Group gap={6} align="flex-end" wrap="nowrap">
      <NumberInput
        size="xs" w={130} flex="none" hideControls decimalScale={2} min={0.01} max={1000} suffix=" Gy" disabled={!canChange}
        label={t('isodose.reference')} value={own ?? planDoseGy ?? ''}
        onChange={(value) => typeof value === 'number' && value > 0 && onReference(value === planDoseGy ? null : value)}
      />
      <Text size="xs" c={own === null && planDoseGy === null ? 'orange.4' : 'dimmed'} className="desk-wrap">{source}</Text>
      {own !== null && planDoseGy !== null && own !== planDoseGy && <Button size="compact-xs" variant="default" disabled={!canChange} onClick={() => onReference(null)}>{t('isodose.usePlan')}</Button>}
    </Group>
  );
}

function LevelsInput({ levels, canChange, onLevels }: { readonly levels: readonly number[]; readonly canChange: boolean; readonly onLevels: (levels: number[]) => void }) {
  const { t } = useTranslation('rt');
  const [text, setText] = useState(levels.join(' '));
  const parsed = parseLevels(text);
  const commit = (): void => {
    if (parsed !== null && parsed.join(' ') !== levels.join(' ')) onLevels(parsed);
  };
  return (
    <TextInput
      size="xs" disabled={!canChange} label={t('isodose.levels')} title={t('isodose.levelsHint')} value={text} error={parsed === null ? t('isodose.levelsWrong') : undefined}
      onChange={(event) => setText(event.currentTarget.value)} onBlur={commit} onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
}

const round = (value: number): string => String(Math.round(value * 10) / 10);
