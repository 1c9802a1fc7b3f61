import { Alert, Badge, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import type { View, ViewChange } from '../../shared/meeting/view.ts';
import { prescribedDose } from '../../shared/rt/plan/prescription.ts';
import type { DoseGrid, Plan, StructureSet } from '../../shared/rt/types.ts';
import { BeamTable } from './BeamTable.tsx';
import { ChainPicture } from './ChainPicture.tsx';
import { noticeText } from './noticeText.ts';
import { fractionation } from './planFigures.ts';

export interface PlanPageProps {
  readonly imaging: CaseImaging;
  readonly plan: Plan | null;
  readonly structureSet: StructureSet | null;
  readonly dose: DoseGrid | null;
  /** Prescription of the plan, Gy. */
  readonly planDoseGy: number | null;
  /** What there is to know about the choice of objects. */
  readonly notes: readonly string[];
  readonly view: View;
  readonly canChange: boolean;
  readonly onView: (change: ViewChange) => void;
}

/** What was planned: the chain of objects, identity, prescription, beams and everything that is odd about them. */
export function PlanPage({ imaging, plan, structureSet, dose, planDoseGy, notes, view, canChange, onView }: PlanPageProps) {
  const { t } = useTranslation('rt');
  const notices = [...(plan?.warnings ?? []), ...(dose?.warnings ?? []), ...(structureSet?.warnings ?? [])];
  const warnings = [...notes, ...imaging.chain.problems, ...notices.map((notice) => noticeText(t, notice))];
  return (
    <div className="plan-page" data-testid="plan-page">
      <Title order={5}>{t('chain.title')} <Badge size="sm" variant="light" color={imaging.chain.isComplete ? 'green' : 'red'}>{t(imaging.chain.isComplete ? 'chain.complete' : 'chain.incomplete')}</Badge></Title>
      <ChainPicture imaging={imaging} />
      {plan === null ? (
        <Alert color="orange" variant="light">{t('plan.none')}</Alert>
      ) : (
        <>
          <div className="plan-columns">
            <Identity plan={plan} structureSet={structureSet} dose={dose} />
            <Prescribed plan={plan} planDoseGy={planDoseGy} />
          </div>
          <Title order={5}>{t('plan.beams')}</Title>
          <BeamTable beams={plan.beams} selected={view.beamNumber} canChange={canChange} onSelect={(beamNumber) => onView({ beamNumber })} />
        </>
      )}
      <Title order={5}>{t('plan.warnings')}</Title>
      {warnings.length === 0 ? <Text size="sm" c="dimmed">{t('plan.noWarnings')}</Text> : <ul className="plan-warnings">{[...new Set(warnings)].map((warning) => <li key={warning}>{warning}</li>)}</ul>}
    </div>
  );
}

function Facts({ rows }: { readonly rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <Table withTableBorder verticalSpacing={4} fz="sm" className="facts">
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th>{name}</Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

const approvalColours: Readonly<Record<string, string>> = { APPROVED: 'green', REJECTED: 'red', UNAPPROVED: 'orange' };

function Identity({ plan, structureSet, dose }: Pick<PlanPageProps, 'structureSet' | 'dose'> & { readonly plan: Plan }) {
  const { t } = useTranslation('rt');
  const approval = plan.approvalStatus;
  const isKnown = approval === 'APPROVED' || approval === 'UNAPPROVED' || approval === 'REJECTED';
  return (
    <div>
      <Title order={5}>{t('plan.title')}</Title>
      <Facts
        rows={[
          [t('plan.label'), plan.label],
          [t('plan.name'), plan.name ?? '—'],
          [t('plan.approval'), <Badge key="approval" size="sm" variant="light" color={approvalColours[approval ?? ''] ?? 'gray'}>{approval === null ? t('plan.approvalAbsent') : isKnown ? t(`chain.approval.${approval}`) : approval}</Badge>],
          [t('plan.patientPosition'), plan.patientPosition ?? '—'],
          [t('plan.system'), plan.manufacturerModel ?? '—'],
          [t('plan.structureSet'), structureSet?.label ?? '—'],
          [t('plan.doseObject'), dose === null ? '—' : dose.units === 'GY' ? t('plan.doseSummary', { type: dose.doseType, summation: dose.doseSummationType, max: dose.maximum.toFixed(2) }) : t('isodose.relative')],
        ]}
      />
    </div>
  );
}

function Prescribed({ plan, planDoseGy }: { readonly plan: Plan; readonly planDoseGy: number | null }) {
  const { t } = useTranslation('rt');
  const absent = <Text span size="sm" c="orange.4">{t('plan.absent')}</Text>;
  const total = prescribedDose(plan).found === 'several' ? <Text span size="sm" c="orange.4">{t('plan.severalDoses')}</Text> : absent;
  const groups = fractionation(plan, planDoseGy);
  return (
    <div data-testid="prescription">
      <Title order={5}>{t('plan.prescription')}</Title>
      <Facts
        rows={[
          [t('plan.total'), planDoseGy === null ? total : `${planDoseGy.toFixed(2)} Gy`],
          ...groups.flatMap((group): (readonly [string, ReactNode])[] => {
            const suffix = groups.length > 1 ? ` · ${t('plan.fractionGroup', { number: group.number })}` : '';
            return [
              [`${t('plan.fractions')}${suffix}`, group.fractions ?? absent],
              [`${t('plan.perFraction')}${suffix}`, group.perFractionGy === null ? '—' : `${group.perFractionGy.toFixed(2)} Gy`],
            ];
          }),
          [t('plan.references'), plan.prescriptions.length === 0 ? absent : (
            <ul key="references" className="plain-list">
              {plan.prescriptions.map((entry, index) => (
                // Dose references have no identity of their own here; their order is that of the plan.
                // oxlint-disable-next-line react/no-array-index-key
                <li key={index}>{[entry.type, entry.structureType, entry.description, entry.targetPrescriptionDoseGy === null ? null : `${entry.targetPrescriptionDoseGy.toFixed(2)} Gy`].filter(Boolean).join(' · ')}</li>
              ))}
            </ul>
          )],
        ]}
      />
    </div>
  );
}
