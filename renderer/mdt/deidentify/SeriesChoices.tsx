import { Badge, Button, Checkbox, Table, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { BurnInSeries } from '../../../shared/ipc/channels.ts';
import { grouped } from '../amounts.ts';
import { cannotBeReviewed, type SeriesChoice } from './seriesRules.ts';

interface Props {
  readonly series: readonly BurnInSeries[];
  readonly choiceOf: (series: BurnInSeries) => SeriesChoice;
  readonly mayShowFace: (series: BurnInSeries) => boolean;
  readonly onInclude: (series: BurnInSeries, isIncluded: boolean) => void;
  readonly onReview: (series: BurnInSeries) => void;
}

const colours = { likely: 'red', unknown: 'yellow', none: 'gray' } as const;

/** Series to write: which may carry text in the pixels, which were looked at, which may show a face. */
export function SeriesChoices({ series, choiceOf, mayShowFace, onInclude, onReview }: Props) {
  const { t } = useTranslation('deidentify');
  return (
    <Table verticalSpacing={4} fz="sm" data-testid="deidentify-series">
      <Table.Thead><Table.Tr><Table.Th w={32} />{(['series', 'objects', 'burnIn', 'review'] as const).map((column) => <Table.Th key={column}>{t(`column.${column}`)}</Table.Th>)}</Table.Tr></Table.Thead>
      <Table.Tbody>
        {series.map((one) => {
          const choice = choiceOf(one);
          const isHopeless = cannotBeReviewed(one);
          const name = one.description ?? t('noDescription');
          const spoken = `${one.modality} ${name}`.trim();
          const review = choice.isReviewed ? t('reviewed', { count: choice.boxes.length }) : t(one.burnIn === 'none' ? 'look' : 'mustLook');
          return (
            <Table.Tr key={one.seriesInstanceUID} style={{ opacity: choice.isIncluded ? 1 : 0.6 }} data-testid={`deidentify-series-${one.seriesInstanceUID}`}>
              <Table.Td><Checkbox size="xs" aria-label={t('include', { series: spoken })} checked={choice.isIncluded} disabled={isHopeless} onChange={(event) => onInclude(one, event.currentTarget.checked)} /></Table.Td>
              <Table.Td><Text size="sm" component="div"><Badge color="gray" mr={6}>{one.modality}</Badge>{name}</Text>{mayShowFace(one) ? <Text size="xs" c="orange.4">{t('face')}</Text> : null}</Table.Td>
              <Table.Td>{grouped(one.instances)}</Table.Td>
              <Table.Td><Badge color={colours[one.burnIn]}>{t(`burnInShort.${one.burnIn}`)}</Badge>{one.burnIn === 'none' ? null : <Text size="xs" c="dimmed">{t(`burnInReason.${one.reason}`, { defaultValue: one.reason })}</Text>}</Table.Td>
              <Table.Td>
                {isHopeless ? <Text size="xs" c="orange.4">{t('cannotReview')}</Text> : null}
                {one.sampleSha256 !== null && choice.isIncluded ? (
                  <Button size="compact-sm" variant={choice.isReviewed || one.burnIn === 'none' ? 'default' : 'filled'} {...(choice.isReviewed ? { leftSection: <IconCircleCheck size={14} /> } : {})} aria-label={`${review} ${spoken}`} onClick={() => onReview(one)} data-testid={`deidentify-review-${one.seriesInstanceUID}`}>
                    {review}
                  </Button>
                ) : null}
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
