import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FrozenMinutes } from '../../../shared/mdt/minutesSchema.ts';

/** The minutes as they were frozen: by section and paragraph, with those who typed it. */
export function FrozenMinutesText({ minutes }: { minutes: FrozenMinutes }) {
  const { t } = useTranslation('minutes');
  const nameOf = (id: string): string => minutes.authors.find((author) => author.personId === id)?.name ?? id;
  return (
    <Stack gap="xs" data-testid="minutes-frozen">
      {minutes.sections.map(({ section, paragraphs }) => (
        <div key={section}>
          <Text size="sm" fw={600}>{t(`section.${section}`)}</Text>
          {paragraphs.map(({ text, authorIds }, at) => (
            // Paragraphs of a frozen text never move.
            // oxlint-disable-next-line react/no-array-index-key
            <Text key={at} size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', lineHeight: 1.65 }}>{text}{authorIds.length > 0 ? <Text span size="xs" c="dimmed">{t('by', { names: authorIds.map(nameOf).join(t('comma')) })}</Text> : null}</Text>
          ))}
        </div>
      ))}
    </Stack>
  );
}
