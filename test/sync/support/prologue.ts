import type { CaseCommandType } from '../../../shared/mdt/command.ts';
import { fullDecision, fullRequest, image } from '../../mdt/support.ts';
import type { Dice } from './dice.ts';

/** From the draft to the first signature: who does what; without a payload, one that fits what they see then. */
export const prologueOf = (dice: Dice): readonly (readonly [string, CaseCommandType, unknown?])[] => [
  ['he', 'case.create', { caseNo: 'C-0', leadHospitalId: 'gd-cancer', fields: fullRequest }],
  ['he', 'case.attachImaging', { instances: [image] }],
  ['he', 'case.submit', {}],
  ['zhou', 'case.accept', { route: 'mdt' }],
  ['zhou', 'case.schedule', { meetingId: dice.id() }],
  ['zhou', 'case.reportPresence', { present: 1, total: 1 }],
  ['zhou', 'case.confirmReady', {}],
  ['chen', 'case.openDiscussion', {}],
  ['chen', 'decision.edit', { fields: fullDecision }],
  ['lin', 'opinion.state'],
  ['wu', 'opinion.state'],
  ['chen', 'decision.readBack'],
  ['chen', 'decision.freeze'],
  ['lin', 'decision.sign'],
];
