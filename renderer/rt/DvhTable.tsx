import { Table, Tooltip } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { RtNotice } from '../../shared/rt/notices.ts';
import type { Dvh } from '../../shared/rt/types.ts';
import { shownVolume, volumeAtDose } from './dvhSeries.ts';
import { methodText, noticeText } from './noticeText.ts';
import { signed, storedNotes, type StoredBeside } from './storedDvhs.ts';
import { LineSample } from './StructureList.tsx';

/** One structure of the table with the look of its curve. */
export interface DvhEntry {
  readonly dvh: Dvh;
  readonly colour: string;
  readonly dash: readonly number[];
  /** Null where the planning system stored none, or it is not to be shown. */
  readonly stored: StoredBeside | null;
}

export interface DvhTableProps {
  readonly entries: readonly DvhEntry[];
  readonly cursorGy: number | null;
  readonly isRelativeVolume: boolean;
  /** The dose holds stored histograms and they are shown, so that a structure without one says so. */
  readonly hasStored: boolean;
}

const figures = [
  ['min', 'minGy'], ['mean', 'meanGy'], ['max', 'maxGy'], ['D98%', 'd98Gy'], ['D95%', 'd95Gy'], ['D50%', 'd50Gy'], ['D2%', 'd2Gy'], ['D1cc', 'd1ccGy'], ['D0.1cc', 'd0_1ccGy'],
] as const satisfies readonly (readonly [string, keyof Dvh])[];

/** Figures of the shown structures; the planning system's below ours, each then with its source. Without stored ones the line below the table says how all were made. */
export function DvhTable({ entries, cursorGy, isRelativeVolume, hasStored }: DvhTableProps) {
  const { t } = useTranslation('rt');
  const columns = figures.length + (hasStored ? 5 : 4) + (cursorGy === null ? 0 : 1);
  return (
    <div className="table-scroll dvh-table">
      <Table stickyHeader withTableBorder verticalSpacing={3} horizontalSpacing="xs" fz={13} className="figure-table" data-testid="dvh-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('dvh.structure')}</Table.Th>
            {hasStored && <Table.Th>{t('dvh.source')}</Table.Th>}
            <Table.Th className="figure">{t('dvh.volume')}</Table.Th>
            <Table.Th>{t('dvh.endCap')}</Table.Th>
            <Table.Th className="figure">{t('dvh.coverage')}</Table.Th>
            {figures.map(([name]) => <Table.Th key={name} className="figure">{name === 'min' || name === 'mean' || name === 'max' ? t(`dvh.${name}`) : name}</Table.Th>)}
            {cursorGy !== null && <Table.Th className="figure">V{cursorGy.toFixed(2)}Gy {t(isRelativeVolume ? 'dvh.relative' : 'dvh.absolute')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map(({ dvh, colour, dash, stored }) => {
            const notes = [...dvh.notices.map((notice) => noticeText(t, notice)), ...(stored === null ? (hasStored ? [t('dvh.storedOther')] : []) : storedNotes(t, stored, dvh.coverage))];
            return (
              <Fragment key={dvh.roiNumber}>
                <Table.Tr data-testid={`dvh-row-${dvh.roiNumber}`} title={methodText(t, dvh.method)}>
                  <Table.Td className="dvh-name"><LineSample colour={colour} dash={dash} /> {dvh.name}</Table.Td>
                  {hasStored && <Table.Td className="dvh-source">{t('dvh.recomputed')}</Table.Td>}
                  <Table.Td className="figure dvh-volume">{dvh.volumeCc.toFixed(2)}</Table.Td>
                  <Table.Td className="dvh-source dvh-cap">{t(`dvh.cap.${dvh.method.endCap}`)}</Table.Td>
                  <Table.Td className={dvh.coverage < 0.9995 ? 'figure figure-warning' : 'figure'}>{(dvh.coverage * 100).toFixed(1)}%</Table.Td>
                  {figures.map(([name, field]) => <Figure key={name} valueGy={dvh[field]} notices={dvh.notices} />)}
                  {cursorGy !== null && <Table.Td className="figure">{shownVolume(dvh, cursorGy, isRelativeVolume)?.toFixed(2) ?? '—'}</Table.Td>}
                </Table.Tr>
                {stored !== null && <StoredRows dvh={dvh} stored={stored} colour={colour} cursorGy={cursorGy} isRelativeVolume={isRelativeVolume} />}
                {notes.length > 0 && (
                  <Table.Tr>
                    <Table.Td colSpan={columns} className="dvh-notices">{t('dvh.notices')}: {notes.join(t('noticeBreak'))}</Table.Td>
                  </Table.Tr>
                )}
              </Fragment>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** Dash of a stored curve: round beads, unlike the dashes that tell structures apart. */
export const storedDash: readonly number[] = [0.1, 8];
/** Paler than the structure's own line, so that beads are seen upon it. */
export const storedColour = (colour: string): string => `color-mix(in srgb, ${colour} 40%, white)`;

/** Stored figures and their difference from ours. */
function StoredRows({ dvh, stored, colour, cursorGy, isRelativeVolume }: { readonly dvh: Dvh; readonly stored: StoredBeside; readonly colour: string; readonly cursorGy: number | null; readonly isRelativeVolume: boolean }) {
  const { t } = useTranslation('rt');
  const { comparison, curve } = stored;
  const figuresOf: Readonly<Record<(typeof figures)[number][1], number | null>> = { ...comparison.stored, d95Gy: stored.d95Gy, d1ccGy: stored.d1ccGy, d0_1ccGy: stored.d0_1ccGy };
  const volumePercent = comparison.volumeDifferencePercent;
  const cursorCc = cursorGy === null || curve === null ? null : volumeAtDose(curve, cursorGy);
  const cursorWhole = curve?.volumeCc[0] ?? 0;
  return (
    <>
      <Table.Tr className="dvh-stored" data-testid={`dvh-stored-${dvh.roiNumber}`}>
        <Table.Td className="dvh-name"><LineSample colour={storedColour(colour)} dash={storedDash} isBeads /></Table.Td>
        <Table.Td className="dvh-source">{t('dvh.stored')}</Table.Td>
        <Table.Td className="figure">{comparison.stored.volumeCc?.toFixed(2) ?? '—'}</Table.Td>
        <Table.Td />
        <Table.Td />
        {figures.map(([name, field]) => <Table.Td key={name} className="figure">{figuresOf[field]?.toFixed(2) ?? '—'}</Table.Td>)}
        {cursorGy !== null && <Table.Td className="figure">{cursorCc === null || cursorWhole <= 0 ? '—' : (isRelativeVolume ? (cursorCc / cursorWhole) * 100 : cursorCc).toFixed(2)}</Table.Td>}
      </Table.Tr>
      <Table.Tr className="dvh-stored">
        <Table.Td />
        <Table.Td className="dvh-source">{t('dvh.difference')}</Table.Td>
        <Table.Td className="figure">{volumePercent === null ? '—' : `${signed(volumePercent, 1)} %`}</Table.Td>
        <Table.Td />
        <Table.Td />
        {figures.map(([name, field]) => {
          const [theirs, ours] = [figuresOf[field], dvh[field]];
          return <Table.Td key={name} className="figure">{theirs === null || ours === null ? '—' : signed(theirs - ours, 2)}</Table.Td>;
        })}
        {cursorGy !== null && <Table.Td />}
      </Table.Tr>
    </>
  );
}

function Figure({ valueGy, notices }: { readonly valueGy: number | null; readonly notices: readonly RtNotice[] }) {
  const { t } = useTranslation('rt');
  if (valueGy !== null) return <Table.Td className="figure">{valueGy.toFixed(2)}</Table.Td>;
  return (
    <Table.Td className="figure">
      <Tooltip label={notices.map((notice) => noticeText(t, notice)).join(t('noticeBreak')) || t('dvh.noFigure')} multiline maw={320}>
        <span tabIndex={0}>—</span>
      </Tooltip>
    </Table.Td>
  );
}
