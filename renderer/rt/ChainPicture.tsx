import { useTranslation } from 'react-i18next';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import { chainPicture, statusColour } from './chainLayout.ts';
import type { ChainArrow, ChainBox } from './chainLayout.ts';

const boxWidth = 200;
const gapWidth = 120;
const boxTop = 8;
const boxHeight = 92;

/** CT ← RTSTRUCT ← RTPLAN ← RTDOSE with what is there and how each link was made. */
export function ChainPicture({ imaging }: { readonly imaging: CaseImaging }) {
  const { t } = useTranslation('rt');
  const { boxes, arrows } = chainPicture(imaging);
  const width = boxes.length * boxWidth + (boxes.length - 1) * gapWidth;
  const summary = t(imaging.chain.isComplete ? 'chain.complete' : 'chain.incomplete');
  return (
    <div className="chain-scroll">
      <svg viewBox={`-2 0 ${width + 4} ${boxHeight + 16}`} className="chain-picture" role="img" aria-label={`${t('chain.title')}: ${summary}`} data-testid="chain-picture" data-complete={imaging.chain.isComplete}>
        {boxes.map((box, index) => (
          <Box key={box.kind} box={box} x={index * (boxWidth + gapWidth)} />
        ))}
        {arrows.map((arrow, index) => (
          <Arrow key={arrow.from} arrow={arrow} x={boxWidth + index * (boxWidth + gapWidth)} />
        ))}
      </svg>
    </div>
  );
}

function Box({ box, x }: { readonly box: ChainBox; readonly x: number }) {
  const { t } = useTranslation('rt');
  const isThere = box.count > 0;
  const count = box.kind === 'IMAGE' ? t('chain.imagesCount', { count: box.count }) : `× ${box.count}`;
  return (
    <g transform={`translate(${x}, ${boxTop})`}>
      <rect width={boxWidth} height={boxHeight} rx={6} fill="#1f242a" stroke={isThere ? '#748ffc' : '#ff8787'} strokeWidth={1.5} strokeDasharray={isThere ? undefined : '6 4'} />
      <text x={14} y={28} fill="#f1f3f5" fontSize={17} fontWeight={600}>{box.modality}</text>
      <text x={14} y={52} fill={isThere ? '#ced4da' : '#ff8787'} fontSize={14}>{isThere ? count : t('chain.none')}</text>
      <text x={14} y={76} fill="#adb5bd" fontSize={13}>
        <title>{box.label}</title>
        {shorten(box.label ?? '', 24)}
      </text>
    </g>
  );
}

function Arrow({ arrow, x }: { readonly arrow: ChainArrow; readonly x: number }) {
  const { t } = useTranslation('rt');
  const { link } = arrow;
  const colour = statusColour(link?.status ?? null);
  const middle = boxTop + boxHeight / 2;
  const isSolid = link?.status === 'complete';
  return (
    <g transform={`translate(${x}, 0)`} data-status={link?.status ?? 'none'}>
      <line x1={14} x2={gapWidth - 6} y1={middle} y2={middle} stroke={colour} strokeWidth={2.5} strokeDasharray={isSolid ? undefined : '6 5'} />
      <path d={`M 6 ${middle} l 12 -6 v 12 z`} fill={colour} />
      <text x={gapWidth / 2} y={middle - 14} fill={colour} fontSize={14} fontWeight={600} textAnchor="middle">{link === null ? t('chain.none') : t(`chain.status.${link.status}`)}</text>
      {link !== null && <text x={gapWidth / 2} y={middle + 22} fill="#ced4da" fontSize={13} textAnchor="middle">{t('chain.found', { found: link.found, referenced: link.referenced })}</text>}
      {link?.by === 'frameOfReference' && <text x={gapWidth / 2} y={middle + 40} fill="#ffc078" fontSize={12} textAnchor="middle">{t('chain.byFrame')}</text>}
    </g>
  );
}

const shorten = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
