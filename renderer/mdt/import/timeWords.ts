import type { TFunction } from 'i18next';

/** A length of time as a key of the import words and its numbers. */
export interface TimeWords {
  readonly key: 'time.moments' | 'time.seconds' | 'time.minutes' | 'time.minutesSeconds' | 'time.hours' | 'time.hoursMinutes';
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

const upTo = (step: number, value: number): number => Math.ceil(value / step) * step;

/**
 * How long `ms` is in words somebody waiting can use: rounded up, and the longer the coarser, so that the words do
 * not flicker: a few seconds, 5 s steps below a minute, 10 s below ten minutes, minutes below an hour, then 5 minutes.
 */
export function timeWords(ms: number): TimeWords {
  const seconds = ms / 1000;
  const words = (key: TimeWords['key'], total: number): TimeWords => ({ key, hours: Math.floor(total / 3600), minutes: Math.floor((total % 3600) / 60), seconds: total % 60 });
  if (seconds < 5) return words('time.moments', 0);
  if (upTo(5, seconds) < 60) return words('time.seconds', upTo(5, seconds));
  if (upTo(10, seconds) < 600) {
    const total = upTo(10, seconds);
    return words(total % 60 === 0 ? 'time.minutes' : 'time.minutesSeconds', total);
  }
  if (upTo(60, seconds) < 3600) return words('time.minutes', upTo(60, seconds));
  const total = upTo(300, seconds);
  return words(total % 3600 === 0 ? 'time.hours' : 'time.hoursMinutes', total);
}

/** How long is left, as a phrase of the `import` words. */
export const leftWords = (words: TimeWords, t: TFunction<'import'>): string => (words.key === 'time.moments' ? t('momentsLeft') : t('timeLeft', { time: t(words.key, { ...words }) }));
