import type { WaveformChannel } from '../../../shared/dicom/objects/waveform.ts';
import { millivoltsPer } from './paper.ts';

/** The twelve leads in the order they are read: limb, augmented, chest. */
export const standardLeads = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;
export type StandardLead = (typeof standardLeads)[number];

/** One lead ready to draw. */
export interface Lead {
  /** Standard name where it is one of the twelve, else the device's own words. */
  readonly name: string;
  readonly standard: StandardLead | null;
  /** As the object stores them, in the unit of the channel; NaN where nothing was recorded. */
  readonly samples: Float32Array;
  /** Millivolts of one unit of `samples`; null where the channel is not calibrated as a voltage. */
  readonly millivoltsPerUnit: number | null;
}

/** Lead codes that say nothing in themselves: SCP-ECG ids (ISO 11073-91064 / PS3.16 CID 3001), as `5.6.3-9-61`. */
const scpLeads: Readonly<Record<string, StandardLead>> = {
  '1': 'I', '2': 'II', '61': 'III', '62': 'aVR', '63': 'aVL', '64': 'aVF', '3': 'V1', '4': 'V2', '5': 'V3', '6': 'V4', '7': 'V5', '8': 'V6',
};
/** The same leads in ISO/IEEE 11073-10102, as `MDC_ECG_LEAD_I` or `2:1`. */
const mdcPattern = /^(?:MDC_ECG_LEAD_|MDC_ECG_ELEC_POTL_)(.+)$/i;

const byUpperName: ReadonlyMap<string, StandardLead> = new Map(standardLeads.map((name) => [name.toUpperCase(), name]));

/**
 * Which of the twelve leads a channel is: by its code, else by a name like `Lead II`, `II` or `lead V1 (…)`.
 * Null for any other signal, and for a derived or reconstructed lead with a name of its own.
 */
export function standardLeadOf({ label, source }: Pick<WaveformChannel, 'label' | 'source'>): StandardLead | null {
  const scp = /^5\.6\.3-9-(\d+)$/.exec(source?.value ?? '')?.[1] ?? (source?.scheme === 'MDC' ? /^2:(\d+)$/.exec(source.value)?.[1] : undefined);
  const byCode = scp === undefined ? undefined : scpLeads[scp];
  if (byCode !== undefined) return byCode;
  const mdc = mdcPattern.exec(source?.value ?? '')?.[1];
  const names = [mdc, source?.meaning, label];
  for (const name of names) {
    const short = name?.trim().replace(/^lead[\s_:]*/i, '').replace(/\s*\(.*\)$/, '').toUpperCase();
    const found = short === undefined ? undefined : byUpperName.get(short);
    if (found !== undefined) return found;
  }
  return null;
}

/** Channels as leads, the twelve first in their order and the others behind them as recorded. */
export function leadsOf(channels: readonly WaveformChannel[]): readonly Lead[] {
  const leads = channels.map((channel, index): Lead => {
    const standard = standardLeadOf(channel);
    return {
      name: standard ?? (channel.label || String(index + 1)),
      standard,
      samples: channel.samples,
      millivoltsPerUnit: channel.unit === null ? null : millivoltsPer(channel.unit.value),
    };
  });
  const rank = ({ standard }: Lead): number => (standard === null ? standardLeads.length : standardLeads.indexOf(standard));
  return leads.toSorted((a, b) => rank(a) - rank(b));
}
