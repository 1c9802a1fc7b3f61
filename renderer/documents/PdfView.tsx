import { Button, Group, Text } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readEncapsulatedDocument } from '../../shared/dicom/objects/encapsulatedDocument.ts';
import { problemOf } from '../ui/problem.ts';
import type { Problem } from '../ui/problem.ts';
import type { ReadBytes } from './documents.ts';
import { PageColumn } from './pdf/PageColumn.tsx';
import { openPdf } from './pdf/openPdf.ts';
import type { PdfPages } from './pdf/openPdf.ts';
import { actualSize, pageAt, scaleOf, topsOf } from './pdf/pageStack.ts';
import type { PageFit } from './pdf/pageStack.ts';
import { Standing } from './Standing.tsx';
import { useBox } from './useBox.ts';
import { useWheelZoom } from './useWheelZoom.ts';

interface Props {
  readonly sha256: string;
  readonly read: ReadBytes;
  /** How a PDF is opened; tests give their own. */
  readonly open?: (bytes: Uint8Array) => Promise<PdfPages>;
}

interface State {
  readonly opened: Opened | null;
  readonly error: Problem | null;
  /** The object was read, and it is the PDF in it that is at fault. */
  readonly isOfPdf: boolean;
}

interface Opened {
  readonly pages: PdfPages;
  readonly title: string | null;
}

const nothing: State = { opened: null, error: null, isOfPdf: false };
const listWidthPx = 104;
const roomForListPx = 560;

/** A PDF carried in a DICOM object, as pictures of its pages. */
export function PdfView({ sha256, read, open = openPdf }: Props) {
  const { t } = useTranslation('documents');
  const [state, setState] = useState<State>(nothing);
  useEffect(() => {
    let isCurrent = true;
    let held: PdfPages | null = null;
    let isOfPdf = false;
    const load = async (): Promise<void> => {
      const { bytes, title } = readEncapsulatedDocument(parseDataSet(await read(sha256)));
      if (!isCurrent) return;
      isOfPdf = true;
      const pages = await open(bytes);
      if (!isCurrent) return pages.close();
      held = pages;
      setState({ ...nothing, opened: { pages, title } });
    };
    load().catch((error: unknown) => isCurrent && setState({ opened: null, error: problemOf(error), isOfPdf }));
    return () => {
      isCurrent = false;
      setState(nothing);
      held?.close().catch(() => undefined);
    };
  }, [sha256, read, open]);
  const { opened, error, isOfPdf } = state;
  return opened === null ? <Standing error={error} {...(isOfPdf ? { title: t(error?.reason === 'unsupported' ? 'pdf.protected' : 'pdf.broken') } : {})} /> : <PdfDesk {...opened} />;
}

function PdfDesk({ pages, title }: Opened) {
  const { t } = useTranslation('documents');
  const frame = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const { width } = useBox(frame);
  const box = useBox(scroller);
  const [fit, setFit] = useState<PageFit>('width');
  const [page, setPage] = useState(0);
  const anchor = useRef<{ readonly factor: number; readonly x: number; readonly y: number } | null>(null);
  const scale = scaleOf(fit, pages.sizes, box.width, box.height);
  const tops = topsOf(pages.sizes);
  const zoom = (factor: number, x = box.width / 2, y = 0): void => {
    const next = scaleOf(scale * factor, pages.sizes, 0, 0);
    anchor.current = { factor: next / scale, x, y };
    setFit(next);
  };
  useWheelZoom(scroller, zoom);
  useLayoutEffect(() => {
    const { current } = scroller;
    if (anchor.current === null || current === null) return;
    const { factor, x, y } = anchor.current;
    anchor.current = null;
    // The column has its new size by now; the place under the cursor stays where it was.
    current.scrollTop = (current.scrollTop + y) * factor - y;
    current.scrollLeft = (current.scrollLeft + x) * factor - x;
  });
  const goTo = (target: number): void => {
    const to = Math.min(Math.max(target, 0), pages.sizes.length - 1);
    if (scroller.current) scroller.current.scrollTop = ((tops[to] ?? 0) - 4) * scale;
    setPage(to);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = { '+': () => zoom(1.2), '=': () => zoom(1.2), '-': () => zoom(1 / 1.2), '0': () => setFit('width'), '1': () => setFit(actualSize), '9': () => setFit('page'), n: () => goTo(page + 1), p: () => goTo(page - 1), ArrowRight: () => goTo(page + 1), ArrowLeft: () => goTo(page - 1) }[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  const fitButton = (value: PageFit, label: string) => <Button size="compact-xs" variant={fit === value ? 'filled' : 'default'} color="teal.7" aria-pressed={fit === value} onClick={() => setFit(value)}>{label}</Button>;
  return (
    <div ref={frame} style={{ height: '100%', display: 'flex', flexDirection: 'column', minHeight: 0 }} data-testid="pdf-view">
      <Group gap={6} p={4} bg="dark.7" role="toolbar" aria-label={t('pdf.bar')} wrap="wrap" style={{ flex: 'none' }}>
        <Button.Group>
          <Button size="compact-xs" variant="default" disabled={page === 0} onClick={() => goTo(page - 1)} aria-label={t('pdf.previous')}>‹</Button>
          <Button size="compact-xs" variant="default" disabled={page >= pages.sizes.length - 1} onClick={() => goTo(page + 1)} aria-label={t('pdf.next')}>›</Button>
        </Button.Group>
        <Text size="sm" role="status" style={{ fontVariantNumeric: 'tabular-nums' }}>{t('pdf.page', { page: page + 1, pages: pages.sizes.length })}</Text>
        {fitButton('width', t('fitWidth'))}
        {fitButton('page', t('fitPage'))}
        <Button.Group>
          <Button size="compact-xs" variant="default" onClick={() => zoom(1 / 1.2)} aria-label={t('zoomOut')}>−</Button>
          <Button size="compact-xs" variant="default" onClick={() => setFit(actualSize)} title={t('pdf.actual')}>{Math.round((scale / actualSize) * 100)}%</Button>
          <Button size="compact-xs" variant="default" onClick={() => zoom(1.2)} aria-label={t('zoomIn')}>+</Button>
        </Button.Group>
        {title === null ? null : <Text size="sm" c="gray.4" truncate style={{ minWidth: 0, flex: 1 }}>{title}</Text>}
      </Group>
      <div style={{ flex: 1, minHeight: 0, display: 'flex' }}>
        {width >= roomForListPx && pages.sizes.length > 1 ? (
          <nav aria-label={t('pdf.list')} style={{ width: listWidthPx, flex: 'none', minHeight: 0 }}>
            <PageList pages={pages} page={page} onPage={goTo} />
          </nav>
        ) : null}
        <div style={{ flex: 1, minWidth: 0, minHeight: 0 }}>
          <PageColumn scroller={scroller} box={box} pages={pages} scale={scale} label={title ?? t('pdf.title')} onKeyDown={onKeyDown} onScroll={(point) => setPage(pageAt(tops, point + box.height / scale / 3))} />
        </div>
      </div>
    </div>
  );
}

function PageList({ pages, page, onPage }: { readonly pages: PdfPages; readonly page: number; readonly onPage: (page: number) => void }) {
  const { t } = useTranslation('documents');
  const scroller = useRef<HTMLDivElement>(null);
  const box = useBox(scroller);
  return <PageColumn scroller={scroller} box={box} pages={pages} scale={scaleOf('width', pages.sizes, listWidthPx - 16, 0)} label={t('pdf.list')} onPage={onPage} current={page} pageLabel={(one) => t('pdf.page', { page: one + 1, pages: pages.sizes.length })} />;
}
