import { Tooltip } from '@mantine/core';
import { IconAntennaBars2, IconAntennaBars3, IconAntennaBars5, IconLoader, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { gradeLink, type LinkGrade } from './linkGrade.ts';
import type { LinkStatus } from './meetingState.ts';

const marks: Readonly<Record<LinkGrade, { readonly icon: typeof IconLoader; readonly colour: string }>> = {
  good: { icon: IconAntennaBars5, colour: 'var(--mantine-color-teal-5)' },
  fair: { icon: IconAntennaBars3, colour: 'var(--mantine-color-yellow-5)' },
  poor: { icon: IconAntennaBars2, colour: 'var(--mantine-color-orange-5)' },
  connecting: { icon: IconLoader, colour: 'var(--mantine-color-dark-2)' },
  broken: { icon: IconPlugConnectedX, colour: 'var(--mantine-color-red-5)' },
};

/** Shape as well as colour tells how good the connection to one console is. */
export function LinkQuality({ link }: { link: LinkStatus }) {
  const { t } = useTranslation('meeting');
  const grade = gradeLink(link);
  const { icon: Icon, colour } = marks[grade];
  const words = [t(`link.${grade}`), link.transport === 'socket' ? t('link.relayed') : null, link.rttMs === null ? null : t('link.rtt', { ms: Math.round(link.rttMs) })].filter((word) => word !== null).join(' · ');
  return <Tooltip label={words}><span role="img" aria-label={words} data-testid={`link-${link.deviceId}`} data-grade={grade} style={{ display: 'inline-flex', color: colour }}><Icon size={14} /></span></Tooltip>;
}
