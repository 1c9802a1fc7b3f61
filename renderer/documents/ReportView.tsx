import { Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readStructuredReport } from '../../shared/dicom/objects/structuredReport.ts';
import type { StructuredReport } from '../../shared/dicom/objects/structuredReport.ts';
import { displayPersonName } from '../../shared/dicom/personName.ts';
import type { ReadBytes, ShowImage } from './documents.ts';
import { ReportItems } from './report/ReportItems.tsx';
import type { ReportLinks } from './report/ReportItems.tsx';
import { codeText, dateText, dateTimeText, timeText } from './report/reportText.ts';
import { Standing } from './Standing.tsx';
import { useParsed } from './useParsed.ts';

interface Props {
  readonly sha256: string;
  readonly read: ReadBytes;
  readonly onShowImage?: ShowImage;
  /** Name of an image of the case; null where it is not here, and then it is no button. */
  readonly nameOfImage?: (sopInstanceUID: string) => string | null;
  /** A selection of images is neither complete nor verified: that is not said of it. */
  readonly isSelection?: boolean;
}

const parse = (bytes: Uint8Array): StructuredReport => readStructuredReport(parseDataSet(bytes));

/** A structured report, measurement report or key object selection as a document that is read from top to bottom. */
export function ReportView({ sha256, read, ...rest }: Props) {
  const { value, error } = useParsed(read, sha256, parse);
  return value === null ? <Standing error={error} /> : <Report report={value} {...rest} />;
}

function Report({ report, onShowImage, nameOfImage, isSelection = false }: Omit<Props, 'sha256' | 'read'> & { readonly report: StructuredReport }) {
  const { t, i18n } = useTranslation('documents');
  const language = i18n.language === 'zh' ? 'zh' : 'en';
  const title = codeText(report.title) || t(isSelection ? 'report.selection' : 'report.title');
  const links: ReportLinks = { onShowImage: onShowImage ?? null, nameOf: nameOfImage ?? null, language };
  const written = [dateText(report.contentDate ?? ''), timeText(report.contentTime ?? '')].filter((word) => word !== '').join(' ');
  const { root } = report;
  return (
    <article tabIndex={0} aria-label={title} data-testid="report-view" style={{ height: '100%', overflow: 'auto', background: 'var(--mantine-color-dark-9)', userSelect: 'text' }}>
      <div style={{ maxWidth: 820, margin: '0 auto', padding: '14px 18px 24px', fontSize: 14, lineHeight: 1.55 }}>
        <h2 style={{ margin: '0 0 4px', fontSize: 19 }}>{title}</h2>
        <Group gap={8} mb={10} style={{ rowGap: 4 }} data-testid="report-standing">
          {isSelection ? null : <Badge color={report.isVerified ? 'teal' : 'yellow'}>{t(report.isVerified ? 'report.verified' : 'report.unverified')}</Badge>}
          {isSelection || report.completion === null ? null : <Badge color={report.completion === 'COMPLETE' ? 'teal' : 'yellow'}>{t(report.completion === 'COMPLETE' ? 'report.complete' : 'report.partial')}</Badge>}
          {written === '' ? null : <Text size="xs" c="gray.4">{t('report.written', { time: written })}</Text>}
          {report.observers.map(({ name, dateTime }, index) => (
            <Text key={index} size="xs" c="gray.4">{t('report.observer', { name: displayPersonName(name ?? '', language) || t('report.nameless'), time: dateTimeText(dateTime ?? '') })}</Text>
          ))}
        </Group>
        <ReportItems items={root.children} depth={0} links={links} />
        {root.children.length === 0 ? <Text size="sm">{t('report.nothing')}</Text> : null}
        {report.warnings.length > 0 ? <Text size="xs" c="yellow.4" mt="md" title={report.warnings.join('\n')}>{t('warnings', { count: report.warnings.length })}</Text> : null}
      </div>
    </article>
  );
}
