import { Fragment } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContentItem, ContentValue } from '../../../shared/dicom/objects/contentItem.ts';
import type { SopReference } from '../../../shared/dicom/objects/reference.ts';
import type { ShowImage } from '../documents.ts';
import { codeText, isContext, isModifier, isTrackingIdentifier, plainText, pointCount } from './reportText.ts';

/** What items need of the page around them. */
export interface ReportLinks {
  readonly onShowImage: ShowImage | null;
  /** Name of an image of the case, as `CT 3-45`; null where it is not here. */
  readonly nameOf: ((sopInstanceUID: string) => string | null) | null;
  readonly language: 'zh' | 'en';
}

/** Element id of an item, so that another can point at it. */
const idOf = (place: string): string => `report-item-${place}`;
/** More buttons than this are no help. */
const maxFrames = 24;

/** Items below each other: containers as headings, findings as lines, what they rest on indented below. */
export function ReportItems({ items, depth, links }: { readonly items: readonly ContentItem[]; readonly depth: number; readonly links: ReportLinks }) {
  return (
    <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {items.map((item) => <li key={item.place} id={idOf(item.place)} tabIndex={-1} style={{ marginBlock: item.value.type === 'CONTAINER' ? 10 : 3 }}><ReportItem item={item} depth={depth} links={links} /></li>)}
    </ul>
  );
}

function ReportItem({ item, depth, links }: { readonly item: ContentItem; readonly depth: number; readonly links: ReportLinks }) {
  const { value, children } = item;
  const modifiers = children.filter(isModifier);
  const below = children.filter((child) => !isModifier(child));
  const nested = below.length === 0 ? null : <div style={{ paddingLeft: 14, borderLeft: '1px solid var(--mantine-color-dark-5)', marginTop: 2 }}><ReportItems items={below} depth={depth + 1} links={links} /></div>;
  if (value.type === 'CONTAINER') {
    // A lesion's name belongs into the heading of what was measured on it.
    const tracked = item.concept === null ? undefined : below.find(isTrackingIdentifier);
    const name = tracked === undefined ? null : plainText(tracked.value, links.language);
    const content = below.filter((child) => child !== tracked);
    const Heading = (['h3', 'h4', 'h5', 'h6'] as const)[Math.min(depth, 3)] ?? 'h6';
    return (
      <section>
        {item.concept === null ? null : <Heading style={{ margin: '2px 0 4px', fontSize: Math.max(13, 16 - depth), color: 'var(--mantine-color-teal-3)' }}>{codeText(item.concept)}{name === null ? null : <span style={{ color: 'var(--mantine-color-gray-1)' }}> · {name}</span>}<Modifiers items={modifiers} /></Heading>}
        {value.isContinuous ? <p style={{ margin: 0, lineHeight: 1.6 }}><Inline items={content} links={links} /></p> : <div style={{ paddingLeft: item.concept === null ? 0 : 10 }}><ReportItems items={content} depth={item.concept === null ? depth : depth + 1} links={links} /></div>}
      </section>
    );
  }
  const isLong = value.type === 'TEXT' && value.text.length > 60;
  return (
    <>
      <div style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', ...(isContext(item) ? { color: 'var(--mantine-color-gray-5)', fontSize: '0.92em' } : {}) }}>
        <Relationship item={item} />
        {item.concept === null ? null : <><span style={{ color: 'var(--mantine-color-gray-4)' }}>{codeText(item.concept)}<Modifiers items={modifiers} /><Colon />{isLong ? <br /> : null}</span></>}
        <Value value={value} links={links} />
        {item.concept === null ? <Modifiers items={modifiers} /> : null}
      </div>
      {nested}
    </>
  );
}

/** Items of a running text: one behind the other, what belongs to each in brackets. */
function Inline({ items, links }: { readonly items: readonly ContentItem[]; readonly links: ReportLinks }) {
  return items.map((item, index) => {
    const below = item.children.filter((child) => !isModifier(child));
    return (
      <Fragment key={item.place}>
        {index > 0 ? ' ' : ''}
        <span id={idOf(item.place)} tabIndex={-1} title={codeText(item.concept)}>
          {item.value.type === 'CONTAINER' ? <Inline items={below} links={links} /> : <Value value={item.value} links={links} />}
          <Modifiers items={item.children.filter(isModifier)} />
          {item.value.type !== 'CONTAINER' && below.length > 0 ? <> [<Inline items={below} links={links} />]</> : null}
        </span>
      </Fragment>
    );
  });
}

function Modifiers({ items }: { readonly items: readonly ContentItem[] }) {
  const { t } = useTranslation('documents');
  if (items.length === 0) return null;
  const words = items.flatMap(({ value }) => (value.type === 'CODE' ? codeText(value.code) : []));
  return <span style={{ color: 'var(--mantine-color-gray-5)', fontWeight: 400 }}>{t('report.modifiers', { words: words.join(t('report.comma')) })}</span>;
}

const Colon = () => useTranslation('documents').t('report.colon');

/** Why an item is there, where that is not simply that it is contained. */
function Relationship({ item }: { readonly item: ContentItem }): ReactNode {
  const { t } = useTranslation('documents');
  const { relationship } = item;
  if (relationship === null || relationship === 'CONTAINS' || relationship === 'HAS CONCEPT MOD') return null;
  return <span style={{ fontSize: '0.85em', color: 'var(--mantine-color-gray-5)', marginRight: 6 }}>{t(`report.relationship.${relationship}`, { defaultValue: relationship.toLowerCase() })}</span>;
}

function Value({ value, links }: { readonly value: ContentValue; readonly links: ReportLinks }): ReactNode {
  const { t } = useTranslation('documents');
  const text = plainText(value, links.language);
  if (text !== null) {
    const strong = value.type === 'NUM' || value.type === 'CODE';
    return text === '' ? <em style={{ color: 'var(--mantine-color-yellow-4)' }}>{t('report.empty')}</em> : <span style={strong ? { fontWeight: 600, fontVariantNumeric: 'tabular-nums' } : {}}>{text}</span>;
  }
  switch (value.type) {
    case 'IMAGE':
    case 'COMPOSITE':
    case 'WAVEFORM': return value.reference === null ? <em>{t('report.noReference')}</em> : <Reference reference={value.reference} kind={value.type} links={links} />;
    case 'SCOORD':
    case 'SCOORD3D': return <span title={value.points.join(', ')}>{t(`report.place.${value.type}`, { shape: t(`report.shape.${value.graphicType}`, { defaultValue: value.graphicType }), count: pointCount(value) })}</span>;
    case 'TCOORD': return [value.rangeType, ...value.samples, ...value.offsets, ...value.dateTimes].join(' ');
    case 'REFERENCE': return <button type="button" className="mdt-report-link" style={linkStyle} onClick={() => document.querySelector<HTMLElement>(`#${CSS.escape(idOf(value.place))}`)?.focus()}>{t('report.see', { place: value.place })}</button>;
    case 'OTHER': return <em>{t('report.other', { type: value.valueType })}</em>;
    default: return null;
  }
}

const linkStyle = { background: 'var(--mantine-color-dark-6)', color: 'var(--mantine-color-teal-2)', border: '1px solid var(--mantine-color-dark-4)', borderRadius: 4, padding: '0 8px', marginRight: 4, font: 'inherit', fontSize: '0.92em', cursor: 'pointer' } as const;

/** An image as a button where the page can show it, one for each frame that is named. */
function Reference({ reference: { sopInstanceUID, frames, presentationState }, kind, links }: { readonly reference: SopReference; readonly kind: 'IMAGE' | 'COMPOSITE' | 'WAVEFORM'; readonly links: ReportLinks }) {
  const { t } = useTranslation('documents');
  const known = links.nameOf?.(sopInstanceUID) ?? null;
  const name = `${t(`report.reference.${kind}`)} ${known ?? (sopInstanceUID.length > 12 ? `…${sopInstanceUID.slice(-10)}` : sopInstanceUID)}`;
  const { onShowImage } = links;
  const show = (frame: number | null): void => (presentationState === undefined ? onShowImage?.(sopInstanceUID, frame) : onShowImage?.(sopInstanceUID, frame, presentationState.sopInstanceUID));
  const isMissing = links.nameOf !== null && known === null;
  if (onShowImage === null || isMissing) return <span title={sopInstanceUID}>{name}{frames.length === 0 ? '' : ` ${t('report.frames', { frames: frames.join(t('report.comma')) })}`}{isMissing ? ` ${t('report.notHere')}` : ''}</span>;
  if (frames.length === 0) return <button type="button" style={linkStyle} title={sopInstanceUID} onClick={() => show(null)}>{name}{presentationState === undefined ? '' : t('report.withState')}</button>;
  return (
    <>
      {frames.slice(0, maxFrames).map((frame) => <button key={frame} type="button" style={linkStyle} title={sopInstanceUID} onClick={() => show(frame)}>{name} {t('report.frames', { frames: frame })}{presentationState === undefined ? '' : t('report.withState')}</button>)}
      {frames.length > maxFrames ? t('report.moreFrames', { count: frames.length - maxFrames }) : null}
    </>
  );
}
