import { RecordError } from '../errors/appError.ts';
import type { CommandType } from './command.ts';
import type { Actor, Role } from './directory.ts';

interface Right {
  readonly side: 'requesting' | 'lead' | 'either';
  readonly roles: readonly Role[];
}

const doctors: readonly Role[] = ['partnerDoctor', 'radiologist', 'radiationOncologist'];
const panel: readonly Role[] = ['chair', 'expert', 'coordinator', 'radiologist', 'pathologist', 'radiationOncologist', 'physicist', 'partnerDoctor'];
const desk: readonly Role[] = ['coordinator', 'chair'];

/** Who may do what (`mdt-workflow` section 1). An administrator is in no row: no clinical content, no signature. */
const rights: Readonly<Record<CommandType, Right>> = {
  'case.create': { side: 'requesting', roles: doctors },
  'case.edit': { side: 'requesting', roles: doctors },
  'case.attachImaging': { side: 'requesting', roles: doctors },
  'case.submit': { side: 'requesting', roles: doctors },
  'case.cancel': { side: 'requesting', roles: doctors },
  'case.withdraw': { side: 'requesting', roles: doctors },
  'case.return': { side: 'lead', roles: desk },
  'case.decline': { side: 'lead', roles: desk },
  'case.accept': { side: 'lead', roles: desk },
  'case.schedule': { side: 'lead', roles: desk },
  'case.reportPresence': { side: 'either', roles: panel },
  'case.confirmReady': { side: 'lead', roles: desk },
  'case.openDiscussion': { side: 'lead', roles: ['chair'] },
  'case.defer': { side: 'lead', roles: ['chair'] },
  'opinion.state': { side: 'either', roles: panel },
  'change.request': { side: 'either', roles: panel },
  'evidence.cite': { side: 'either', roles: panel },
  'decision.edit': { side: 'lead', roles: ['chair', 'coordinator', 'expert', 'physicist', 'radiationOncologist'] },
  'decision.readBack': { side: 'lead', roles: desk },
  'dissent.state': { side: 'either', roles: panel },
  'decision.freeze': { side: 'lead', roles: desk },
  'decision.reopen': { side: 'lead', roles: ['chair'] },
  'decision.sign': { side: 'either', roles: panel.filter((role) => role !== 'coordinator') },
  'report.deliver': { side: 'lead', roles: panel },
  'report.receive': { side: 'requesting', roles: doctors },
  'conflict.resolve': { side: 'either', roles: panel },
  'conflict.write': { side: 'either', roles: panel },
  'meeting.plan': { side: 'lead', roles: desk },
  'meeting.addCase': { side: 'lead', roles: desk },
  'meeting.removeHospital': { side: 'lead', roles: desk },
  'meeting.open': { side: 'lead', roles: ['chair'] },
  'meeting.callCase': { side: 'lead', roles: ['chair'] },
  'meeting.attended': { side: 'either', roles: ['platform'] },
  'meeting.end': { side: 'lead', roles: ['chair'] },
};

/** True when the role and the hospital of the actor allow the command; the interface asks this to show or hide an action. */
export function isPermitted(type: CommandType, actor: Actor, sides: { requestingHospitalId: string; leadHospitalId: string }): boolean {
  const right = rights[type];
  if (!actor.roles.some((role) => right.roles.includes(role))) return false;
  if (actor.roles.includes('platform')) return true;
  const isRequesting = actor.hospitalId === sides.requestingHospitalId;
  const isLead = actor.hospitalId === sides.leadHospitalId;
  return right.side === 'either' ? isRequesting || isLead : right.side === 'lead' ? isLead : isRequesting;
}

/** True for a role with a part in care, which alone may see patients outside the cases of a hospital or hand their data out. */
export const isClinical = (actor: Pick<Actor, 'roles'>): boolean => actor.roles.some((role) => panel.includes(role));

/** @throws {RecordError} not-permitted, naming the command, the side and the roles it needs. */
export function assertPermitted(type: CommandType, actor: Actor, sides: { requestingHospitalId: string; leadHospitalId: string }): void {
  if (isPermitted(type, actor, sides)) return;
  const right = rights[type];
  throw new RecordError('not-permitted', `${type} needs one of the roles ${right.roles.join(', ')} at the ${right.side} hospital; ask someone who has it.`, {
    detail: { type, side: right.side },
  });
}
