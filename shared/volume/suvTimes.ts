import { DicomError } from '../errors/appError.ts';
import type { Keyword } from '../dicom/attributes.ts';
import type { DataSet } from '../dicom/dataSet.ts';
import { localTimeOf, secondsOfDate, secondsOfDay, zoneSeconds } from './dicomTime.ts';
import { privateText } from './privateText.ts';
import { SuvRefusal } from './suvRefusal.ts';

const daySeconds = 86_400;

/** After so many half-lives a thousandth of the dose is left: a scan that late means that a date or a clock is wrong. */
const mostHalfLives = 10;

/**
 * Seconds from the injection to the time all images of the series are decay-corrected to (DecayCorrection START).
 *
 * @param drug item of RadiopharmaceuticalInformationSequence
 * @throws {SuvRefusal} naming the time that is missing or contradicts the others
 */
export function decaySeconds(dataSet: DataSet, drug: DataSet, halfLifeSeconds: number): number {
  const scan = scanStart(dataSet, halfLifeSeconds);
  const { injected, keyword } = injectionTime(dataSet, drug, scan);
  const elapsed = scan - injected;
  if (elapsed < 0) throw new SuvRefusal(keyword, 'is later than the scan');
  if (elapsed > mostHalfLives * halfLifeSeconds) throw new SuvRefusal(keyword, `lies ${(elapsed / 3600).toFixed(1)} h before the scan, more than ${mostHalfLives} half-lives`);
  return elapsed;
}

/**
 * Start of the scan, seconds by the local clock: the series' time, unless the image was acquired before it, as where a
 * series was made from another later. Then GE's own start, or the acquisition less the frame's reference time, which
 * counts from the start of the scan to the moment in the frame at which the count rate was its average.
 */
function scanStart(dataSet: DataSet, halfLifeSeconds: number): number {
  const series = momentOf(dataSet, 'SeriesDate', 'SeriesTime');
  const acquired = momentOf(dataSet, 'AcquisitionDate', 'AcquisitionTime');
  if (series <= acquired) return series;
  const own = privateText(dataSet, '0009', 'GEMS_PETD_01', '0d');
  const ownStart = own === null ? null : localTimeOf(own);
  if (ownStart !== null && ownStart.seconds <= acquired) return ownStart.seconds;
  const referenceMs = numberOrNull(dataSet, 'FrameReferenceTime');
  const durationMs = numberOrNull(dataSet, 'ActualFrameDuration');
  if (referenceMs === null || referenceMs <= 0) throw new SuvRefusal('SeriesTime', 'is later than AcquisitionTime (0008,0032), and FrameReferenceTime (0054,1300) does not give the start of the scan');
  if (durationMs === null || durationMs <= 0) throw new SuvRefusal('ActualFrameDuration', 'is absent or not above 0, and SeriesTime (0008,0031) is later than AcquisitionTime (0008,0032)');
  return acquired - referenceMs / 1000 + averageCountTime(durationMs / 1000, halfLifeSeconds);
}

/** When, from the start of a frame, the count rate is its average over the frame. */
function averageCountTime(durationSeconds: number, halfLifeSeconds: number): number {
  const perSecond = Math.LN2 / halfLifeSeconds;
  const decay = perSecond * durationSeconds;
  return Math.log(decay / -Math.expm1(-decay)) / perSecond;
}

/** When the drug was given: date and time where they are, or the time on the day of the series, before midnight where it is later than the scan. */
function injectionTime(dataSet: DataSet, drug: DataSet, scan: number): { readonly injected: number; readonly keyword: Keyword } {
  const written = drug.text('RadiopharmaceuticalStartDateTime');
  const start = written === null ? null : localTimeOf(written);
  if (start !== null) {
    const ownOffset = zoneSeconds(dataSet.text('TimezoneOffsetFromUTC') ?? '');
    const shift = start.offsetSeconds === null || ownOffset === null ? 0 : ownOffset - start.offsetSeconds;
    return { injected: start.seconds + shift, keyword: 'RadiopharmaceuticalStartDateTime' };
  }
  const time = drug.text('RadiopharmaceuticalStartTime');
  if (time === null && written !== null) throw new SuvRefusal('RadiopharmaceuticalStartDateTime', 'is not a date with a time');
  if (time === null) throw SuvRefusal.absent('RadiopharmaceuticalStartTime');
  const seconds = secondsOfDay(time);
  if (seconds === null) throw new SuvRefusal('RadiopharmaceuticalStartTime', 'is not a time');
  const day = Math.floor(scan / daySeconds) * daySeconds;
  const injected = day + seconds;
  return { injected: injected > scan ? injected - daySeconds : injected, keyword: 'RadiopharmaceuticalStartTime' };
}

function momentOf(dataSet: DataSet, dateKeyword: Keyword, timeKeyword: Keyword): number {
  const read = (keyword: Keyword, toSeconds: (text: string) => number | null): number => {
    const text = dataSet.text(keyword);
    if (text === null) throw SuvRefusal.absent(keyword);
    const seconds = toSeconds(text);
    if (seconds === null) throw new SuvRefusal(keyword, `is not a ${toSeconds === secondsOfDate ? 'date' : 'time'}`);
    return seconds;
  };
  return read(dateKeyword, secondsOfDate) + read(timeKeyword, secondsOfDay);
}

function numberOrNull(dataSet: DataSet, keyword: Keyword): number | null {
  try {
    return dataSet.number(keyword);
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    throw new SuvRefusal(keyword, 'is not a number');
  }
}
