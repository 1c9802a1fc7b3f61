import { useTranslation } from 'react-i18next';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { Hospital } from '../../../shared/mdt/directory.ts';
import { isFilled } from '../../../shared/mdt/fields.ts';
import type { MeetingRecord } from '../../../shared/mdt/meetingRecord.ts';
import { frozenText } from '../../../shared/minutes/freezeMinutes.ts';
import { decisionLayout } from '../fieldLayout.ts';
import { ageYears, formatTime } from '../format.ts';
import './report.css';

interface Props {
  readonly record: CaseRecord;
  readonly meeting: MeetingRecord | null;
  readonly hospitals: readonly Hospital[];
  /** SVG picture of the QR code over request number and digest. */
  readonly qrSvg: string;
}

/** The signed opinion (`mdt-workflow` section 7, rule 8): every line comes from the frozen record. */
export function ReportDocument({ record, meeting, hospitals, qrSvg }: Props) {
  const { t } = useTranslation('mdt');
  const nameOf = (id: string): string => hospitals.find((hospital) => hospital.id === id)?.name ?? id;
  const { request, frozen } = record;
  const years = ageYears(request.patientBirthDate, frozen?.stamp.atMs ?? record.created.atMs);
  const patient = [request.patientName, request.patientSex && t(`sex.${request.patientSex}`), years === null ? '' : t('age', { years }), `${t('request.hospitalNumber')} ${request.hospitalNumber}`].filter(Boolean).join(' · ');
  return (
    <article className="report" lang="zh-CN">
      <header>
        <div>
          <p className="hospital">{nameOf(record.leadHospitalId)}</p>
          <h1>{t('reportTitle')}</h1>
        </div>
        <div className="qr" role="img" aria-label={`${record.caseNo} ${frozen?.sha256 ?? ''}`} dangerouslySetInnerHTML={{ __html: qrSvg }} />
      </header>
      <dl className="facts">
        <Fact term={t('reportNo')}>{record.caseNo}</Fact>
        <Fact term={t('requestingHospital')}>{nameOf(record.requestingHospitalId)} {request.department}</Fact>
        <Fact term={t('leadHospital')}>{nameOf(record.leadHospitalId)}</Fact>
        <Fact term={t('meetingTime')}>{meeting?.opened ? formatTime(meeting.opened.atMs) : '—'}{t('inParens', { text: t('address') })}</Fact>
        <Fact term={t('patient')}>{patient}</Fact>
        <Fact term={t('request.diagnosis')}>{[request.diagnosis, request.tnm, request.stage].filter(Boolean).join(' · ')}</Fact>
        <Fact term={t('participantsTitle')}>{[...new Set(record.opinions.map((opinion) => `${opinion.personName} ${opinion.personTitle}${t('inParens', { text: nameOf(opinion.hospitalId) })}`))].join('、')}</Fact>
      </dl>
      <h2>{t('question')}</h2>
      <p>{request.question}</p>
      <h2>{t('summary')}</h2>
      <p>{request.history}</p>
      <p className="small">{t('images')}{t('colon')}{t('imagingLine', { count: record.imaging.length })}{t('inParens', { text: modalityCounts(record) })}</p>
      <h2>{t('opinionSection')}</h2>
      {record.opinions.map((opinion) => (
        <p key={opinion.opinionId}><strong>{t(`discipline.${opinion.discipline}`)} {opinion.personName}</strong>{t('inParens', { text: t(`stance.${opinion.stance}`) })}{t('colon')}{opinion.text}</p>
      ))}
      {record.changeRequests.length > 0 ? <h2>{t('changeSection')}</h2> : null}
      {record.changeRequests.map((change) => (
        <p key={change.changeId}>{change.about ? <strong>{change.about}{t('colon')}</strong> : null}{change.text}
          {change.positionMm ? <span className="small">{t('inParens', { text: `${t('position', { x: change.positionMm[0].toFixed(1), y: change.positionMm[1].toFixed(1), z: change.positionMm[2].toFixed(1) })} · ${change.stamp.actor.name}` })}</span> : null}</p>
      ))}
      <h2>{t('decisionSection')}</h2>
      <dl className="facts">
        {decisionLayout.flatMap((group) => group.fields).filter((spec) => isFilled(record.decision[spec.key])).map((spec) => (
          <Fact key={spec.key} term={t(`decision.${spec.key}`)}>{spec.choices ? t(`${spec.choices.prefix}.${String(record.decision[spec.key])}`) : String(record.decision[spec.key])}</Fact>
        ))}
      </dl>
      {record.minutes ? <h2>{t('minutes:reportTitle')}</h2> : null}
      {record.minutes?.sections.map((section) => <p key={section.section}><strong>{t(`minutes:section.${section.section}`)}{t('colon')}</strong>{'\n'}{frozenText(section)}</p>)}
      {record.minutes ? <p className="small">{t('minutes:writtenBy', { names: record.minutes.authors.map((author) => `${author.name} ${author.title}`.trim()).join(t('minutes:comma')) })}</p> : null}
      <h2>{t('dissentSection')}</h2>
      {record.dissents.length === 0 ? <p>{t('none')}</p> : record.dissents.map((dissent) => <p key={dissent.personId}><strong>{dissent.personName}</strong>{t('colon')}{dissent.text}</p>)}
      <h2>{t('limitTitle')}</h2>
      <p>{t('limitText')}</p>
      <h2>{t('signSection')}</h2>
      <table>
        <tbody>
          {record.signatures.map((signature) => (
            <tr key={`${signature.personId}${signature.role}`}>
              <td>{signature.personName} {signature.personTitle}</td>
              <td>{signature.role === 'chair' ? t('role.chair') : t(`discipline.${signature.discipline}`)}</td>
              <td>{nameOf(signature.hospitalId)}</td>
              <td>{formatTime(signature.atMs)} {t(signature.timeSource === 'platform' ? 'platformTime' : 'deviceTime')}</td>
              <td className="mono">{signature.algorithm} {signature.certificateId}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {frozen ? <footer><p>{t('digestTitle')}</p><p className="mono">SHA-256 {frozen.sha256}</p><p className="mono">SM3 {frozen.sm3}</p></footer> : null}
    </article>
  );
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
  return <div><dt>{term}</dt><dd>{children}</dd></div>;
}

function modalityCounts(record: CaseRecord): string {
  const counts = new Map<string, number>();
  for (const entry of record.imaging) counts.set(entry.modality, (counts.get(entry.modality) ?? 0) + 1);
  return [...counts].map(([modality, count]) => `${modality} ${count}`).join(' · ');
}
