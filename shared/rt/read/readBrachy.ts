import type { DataSet } from '../../dicom/dataSet.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { BrachyApplicationSetup, BrachySource, Plan } from '../types.ts';
import { optionalValues, type OptionalValues } from './optionalValue.ts';

/** Brachytherapy of a plan (PS3.3 C.8.8.15): listed for the reviewer; null where the plan has none. */
export function readBrachy(dataSet: DataSet, warnings: RtNotice[]): Plan['brachy'] {
  const setups = dataSet.items('ApplicationSetupSequence');
  const technique = dataSet.text('BrachyTreatmentTechnique');
  if (setups.length === 0 && technique === null) return null;
  const valuesOf = (item: DataSet): OptionalValues => optionalValues(item, warnings, (detail) => notice('brachy-value-unreadable', { detail }));
  const sources = dataSet.items('SourceSequence').map((item) => sourceOf(item, valuesOf(item)));
  const read = setups.map((item) => setupOf(item, valuesOf));
  for (const { number, channels } of read) {
    for (const channel of channels) {
      if (channel.sourceNumber === null || sources.some((source) => source.number === channel.sourceNumber)) continue;
      warnings.push(notice('brachy-source-undefined', { setup: number, channel: channel.number, source: channel.sourceNumber }));
    }
  }
  return { technique, treatmentType: dataSet.text('BrachyTreatmentType'), setups: read, sources };
}

function setupOf(item: DataSet, valuesOf: (item: DataSet) => OptionalValues): BrachyApplicationSetup {
  return {
    number: item.requireNumber('ApplicationSetupNumber'),
    type: item.text('ApplicationSetupType'),
    name: item.text('ApplicationSetupName'),
    totalReferenceAirKerma: valuesOf(item).number('TotalReferenceAirKerma'),
    channels: item.items('ChannelSequence').map((channel) => {
      const values = valuesOf(channel);
      return {
        number: channel.requireNumber('ChannelNumber'),
        lengthMm: values.number('ChannelLength'),
        totalTimeS: values.number('ChannelTotalTime'),
        sourceNumber: values.number('ReferencedSourceNumber'),
        applicatorType: channel.text('SourceApplicatorType'),
        controlPoints: channel.items('BrachyControlPointSequence').length,
      };
    }),
  };
}

function sourceOf(item: DataSet, values: OptionalValues): BrachySource {
  return {
    number: item.requireNumber('SourceNumber'),
    type: item.text('SourceType'),
    isotope: item.text('SourceIsotopeName'),
    halfLifeDays: values.number('SourceIsotopeHalfLife'),
    airKermaRate: values.number('ReferenceAirKermaRate'),
    strengthDate: item.text('SourceStrengthReferenceDate'),
  };
}
