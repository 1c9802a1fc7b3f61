import { memo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { comparePatients, distinctIdentities, identityKey } from '../../../shared/viewing/patientMix.ts';
import type { PatientIdentity } from '../../../shared/viewing/patientMix.ts';
import { deskStudies } from '../deskSeries.ts';
import type { DeskSeries, DeskStudy } from '../deskSeries.ts';
import { personText } from '../safety/personText.ts';
import { dateText, timeBetween } from '../studyAge.ts';
import { SeriesRow } from './SeriesRow.tsx';

export interface SeriesPanelProps {
  readonly series: readonly DeskSeries[];
  /** What every cell shows, by cell: series or object UID. */
  readonly seriesIn: readonly (string | null)[];
  readonly onOpen: (series: DeskSeries) => void;
  readonly onDrag: (series: DeskSeries | null) => void;
}

/** All a case has to look at, by study, the newest first. Enter puts a series in the active cell. */
export const SeriesPanel = memo(function SeriesPanel({ series, seriesIn, onOpen, onDrag }: SeriesPanelProps) {
  const { t } = useTranslation('reading');
  const studies = deskStudies(series);
  // With more than one person in the case, every study says whose it is.
  const isMixed = distinctIdentities(series.map(({ patient }) => patient)).length > 1;
  const rows = studies.flatMap((study) => study.series);
  const [focused, setFocused] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const focus = (index: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setFocused(next);
    list.current?.querySelectorAll<HTMLElement>('[role=option]')[next]?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const target = { ArrowDown: focused + 1, ArrowUp: focused - 1, Home: 0, End: rows.length - 1, PageDown: focused + 6, PageUp: focused - 6 }[event.key];
    const row = rows[focused];
    if (target !== undefined) focus(target);
    else if ((event.key === 'Enter' || event.key === ' ') && row !== undefined) onOpen(row);
    else return;
    event.preventDefault();
  };
  const shownIn = (one: DeskSeries): string => seriesIn.flatMap((uid, index) => (uid !== null && uid === (one.shows === 'document' ? one.sopInstanceUID : one.seriesInstanceUID) ? [index + 1] : [])).join(' ');
  return (
    <nav className="reading-panel" aria-label={t('series.panel')}>
      <div ref={list} role="listbox" data-series-list aria-label={t('series.panel')} className="reading-list" onKeyDown={onKeyDown} onFocus={(event) => {
        const index = [...(list.current?.querySelectorAll('[role=option]') ?? [])].indexOf(event.target);
        if (index !== -1) setFocused(index);
      }} data-testid="series-panel">
        {studies.map((study, index) => (
          <div role="group" key={study.studyInstanceUID} aria-label={studyName(study, studies[0], t)}>
            <StudyHead study={study} newest={index === 0 ? undefined : studies[0]} people={isMixed ? distinctIdentities(study.series.map(({ patient }) => patient)) : nobody} />
            {study.series.map((one) => {
              const place = rows.indexOf(one);
              return <SeriesRow key={`${one.seriesInstanceUID} ${one.sopInstanceUID ?? ''}`} series={one} shownIn={shownIn(one)} isFocused={place === focused} onOpen={onOpen} onDrag={onDrag} />;
            })}
          </div>
        ))}
        {rows.length === 0 && <p className="reading-hint">{t('series.none')}</p>}
      </div>
    </nav>
  );
});

type Words = ReturnType<typeof useTranslation<'reading'>>['t'];

/** How long before the newest study, as people say it. */
function ageText(study: DeskStudy, newest: DeskStudy | undefined, t: Words): string | null {
  const passed = newest === undefined ? null : timeBetween(study.header.date, newest.header.date);
  if (passed === null) return null;
  if (passed.months >= 12) return t('series.priorYears', { years: Math.floor(passed.months / 12), months: passed.months % 12 });
  return passed.months > 0 ? t('series.priorMonths', { months: passed.months }) : t('series.priorDays', { days: passed.days });
}

const studyName = (study: DeskStudy, newest: DeskStudy | undefined, t: Words): string => [dateText(study.header.date), study.header.description, study === newest ? null : ageText(study, newest, t)].filter((part) => part !== null && part !== '').join(', ');

const nobody: readonly PatientIdentity[] = [];

function StudyHead({ study, newest, people }: { readonly study: DeskStudy; readonly newest: DeskStudy | undefined; readonly people: readonly PatientIdentity[] }) {
  const { t, i18n } = useTranslation('reading');
  const age = ageText(study, newest, t);
  return (
    <div className="reading-study" aria-hidden>
      <b>{study.header.date === null ? t('series.noDate') : dateText(study.header.date)}</b>
      {age !== null && <span className="reading-prior">{age}</span>}
      <div className="reading-series-name">{study.header.description ?? ''}</div>
      {people.map((person) => <div className="reading-person" data-other={newest !== undefined && newest.series.some(({ patient }) => comparePatients(patient, person) !== 'same')} key={identityKey(person)}>{personText(person, i18n.language)}</div>)}
    </div>
  );
}
