import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Beam } from '../../shared/rt/types.ts';
import { angleSpan, isSetupBeam, isocentreText, totalMeterset } from './planFigures.ts';

export interface BeamTableProps {
  readonly beams: readonly Beam[];
  /** Beam the view points at. */
  readonly selected: number | null;
  readonly canChange: boolean;
  readonly onSelect: (beamNumber: number | null) => void;
}

/** Treatment beams with their total of monitor units; setup beams below, greyed and not counted. */
export function BeamTable({ beams, selected, canChange, onSelect }: BeamTableProps) {
  const { t } = useTranslation('rt');
  const treating = beams.filter((beam) => !isSetupBeam(beam));
  const setup = beams.filter(isSetupBeam);
  const { totalMU, unknown } = totalMeterset(beams);
  const columns = ['number', 'beamName', 'type', 'delivery', 'machine', 'energy', 'gantry', 'collimator', 'couch', 'mu', 'controlPoints', 'isocentre'] as const;
  const rowOf = (beam: Beam) => (
    <Table.Tr
      key={beam.number} className={isSetupBeam(beam) ? 'beam-row beam-setup' : 'beam-row'} aria-selected={beam.number === selected} tabIndex={0} data-testid={`beam-${beam.number}`}
      onClick={() => canChange && onSelect(beam.number === selected ? null : beam.number)}
      onKeyDown={(event) => canChange && event.key === 'Enter' && onSelect(beam.number === selected ? null : beam.number)}
    >
      <Table.Td>{beam.number}</Table.Td>
      <Table.Td className="beam-text">{beam.name}</Table.Td>
      <Table.Td>{beam.type}</Table.Td>
      <Table.Td>{beam.deliveryType}</Table.Td>
      <Table.Td className="beam-text">{beam.machine ?? '—'}</Table.Td>
      <Table.Td>{beam.energyMV === null ? '—' : `${beam.energyMV} MV`}</Table.Td>
      <Table.Td>{angleSpan(beam.controlPoints, (point) => point.gantryDeg)}</Table.Td>
      <Table.Td>{angleSpan(beam.controlPoints, (point) => point.collimatorDeg)}</Table.Td>
      <Table.Td>{angleSpan(beam.controlPoints, (point) => point.couchDeg)}</Table.Td>
      <Table.Td className="figure">{isSetupBeam(beam) || beam.metersetMU === null ? '—' : beam.metersetMU.toFixed(1)}</Table.Td>
      <Table.Td className="figure">{beam.controlPoints.length}</Table.Td>
      <Table.Td>{isocentreText(beam)}</Table.Td>
    </Table.Tr>
  );
  return (
    <div className="table-scroll">
      <Table withTableBorder highlightOnHover verticalSpacing={5} horizontalSpacing="xs" fz="sm" className="figure-table" data-testid="beam-table">
        <Table.Thead>
          <Table.Tr>{columns.map((name) => <Table.Th key={name} className={name === 'mu' || name === 'controlPoints' ? 'figure' : undefined}>{t(`plan.${name}`)}</Table.Th>)}</Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {treating.map(rowOf)}
          <Table.Tr className="beam-total">
            <Table.Td colSpan={9}>
              {t('plan.totalMu')}
              {unknown > 0 && <Text span size="sm" c="orange.4"> · {t('plan.noMu', { count: unknown })}</Text>}
            </Table.Td>
            <Table.Td className="figure" data-testid="total-mu">{totalMU.toFixed(1)}</Table.Td>
            <Table.Td colSpan={2} />
          </Table.Tr>
          {setup.length > 0 && <Table.Tr className="beam-setup-head"><Table.Td colSpan={columns.length}>{t('plan.setup')}</Table.Td></Table.Tr>}
          {setup.map(rowOf)}
        </Table.Tbody>
      </Table>
    </div>
  );
}
