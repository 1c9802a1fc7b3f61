import { Box, Stack, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ContentItem, ContentValue } from '../../../shared/dicom/objects/contentItem.ts';
import type { StructuredReport } from '../../../shared/dicom/objects/structuredReport.ts';
import { displayName, isoDate } from '../format.ts';

/** Belongs to how the findings came about rather than to them (PS3.3 table C.17.3-8). */
const contexts: ReadonlySet<string> = new Set(['HAS OBS CONTEXT', 'HAS ACQ CONTEXT', 'HAS CONCEPT MOD']);

/** A structured report or key object selection: its standing first, then its tree with headings, findings and what they rest on. */
export function ReportTree({ report }: { report: StructuredReport }) {
  const { t } = useTranslation('contents');
  const { root, completion, isVerified, observers, contentDate } = report;
  const standing = [
    t(isVerified ? 'report.verified' : 'report.unverified', { observers: observers.map(({ name }) => displayName(name)).filter(Boolean).join(t('listComma')) }),
    completion === 'COMPLETE' ? t('report.complete') : completion === 'PARTIAL' ? t('report.partial') : '',
    isoDate(contentDate),
  ].filter(Boolean);
  return (
    <Box p="sm" bg="dark.9" style={{ userSelect: 'text', borderRadius: 4, lineHeight: 1.5 }} tabIndex={0} role="region" aria-label={root.concept?.meaning || t('kind.report')} data-testid="contents-text">
      <Text fw={700} size="md">{root.concept?.meaning || t('kind.report')}</Text>
      <Text size="xs" c={isVerified ? 'gray.3' : 'yellow.4'} mb={6}>{standing.join(' · ')}</Text>
      <Items items={root.children} />
    </Box>
  );
}

function Items({ items }: { items: readonly ContentItem[] }) {
  return <Stack component="ul" gap={2} m={0} pl={0} style={{ listStyle: 'none' }}>{items.map((item) => <Item key={item.place} item={item} />)}</Stack>;
}

function Item({ item }: { item: ContentItem }) {
  const { t } = useTranslation('contents');
  const isHeading = item.value.type === 'CONTAINER';
  const isContext = contexts.has(item.relationship ?? '');
  const concept = item.concept?.meaning ?? '';
  const value = valueWords(item.value, t);
  const basis = item.relationship === 'INFERRED FROM' || item.relationship === 'SELECTED FROM' ? t(`report.basis.${item.relationship}`) : '';
  return (
    <li>
      <Text size="sm" component="div" {...(isContext ? { c: 'gray.5' } : {})} {...(isHeading ? { fw: 600, c: 'teal.3', mt: 4 } : {})} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {basis === '' ? null : <Text span size="xs" c="dimmed">{basis} </Text>}
        {concept === '' ? null : <Text span inherit fw={isHeading ? 600 : 500}>{concept}{value === '' ? '' : t('colon')}</Text>}
        {value === '' && concept === '' ? t(isHeading ? 'report.group' : 'report.empty') : value}
      </Text>
      {item.children.length > 0 ? <Box pl="md" style={{ borderLeft: '1px solid var(--mantine-color-dark-6)' }}><Items items={item.children} /></Box> : null}
    </li>
  );
}

/** One value in the reader's words; empty for a container. Nothing that has a value is left out. */
export function valueWords(value: ContentValue, t: TFunction<'contents'>): string {
  switch (value.type) {
    case 'CONTAINER': return '';
    case 'CODE': return value.code?.meaning ?? '';
    // UCUM's 1 stands for “no units”.
    case 'NUM': return value.text === '' ? (value.qualifier?.meaning ?? '') : `${value.text} ${value.unit === null || value.unit.value === '1' ? '' : value.unit.meaning || value.unit.value}`.trimEnd();
    case 'PNAME': return displayName(value.text);
    case 'DATE': return isoDate(value.text) || value.text;
    case 'TIME': return clock(value.text);
    case 'DATETIME': return `${isoDate(value.text.slice(0, 8)) || value.text.slice(0, 8)} ${clock(value.text.slice(8))}`.trimEnd();
    case 'IMAGE':
    case 'COMPOSITE':
    case 'WAVEFORM': {
      const { sopInstanceUID = '', frames = [] } = value.reference ?? {};
      return `${t(`report.reference.${value.type}`)} ${sopInstanceUID}${frames.length === 0 ? '' : ` ${t('report.frames', { frames: frames.join(t('listComma')) })}`}`.trimEnd();
    }
    case 'SCOORD':
    case 'SCOORD3D': return t(`report.coordinates.${value.type}`, { shape: t(`report.shape.${value.graphicType}`, { defaultValue: value.graphicType }), points: value.points.join(', ') });
    case 'TCOORD': return [value.rangeType, ...value.samples, ...value.offsets, ...value.dateTimes].join(' ');
    case 'REFERENCE': return t('report.see', { place: value.place });
    case 'OTHER': return t('report.other', { type: value.valueType });
    default: return value.text;
  }
}

/** `HHMMSS` with what follows as `HH:MM:SS…`; anything else as it was written. */
const clock = (time: string): string => time.replace(/^(\d{2})(\d{2})(\d{2})?/, (_, hours: string, minutes: string, seconds?: string) => [hours, minutes, seconds].filter(Boolean).join(':'));
