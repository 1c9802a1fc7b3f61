import type { AppError } from '../../../../shared/errors/appError.ts';
import { networkError } from '../networkErrors.ts';
import { constants } from './library.ts';

const { RejectReason, RejectSource } = constants;

/** Who is who in an association. */
export interface AeTitles {
  /** What a person calls the other side. */
  readonly name: string;
  readonly calledAe: string;
  readonly callingAe: string;
}

/** An A-ASSOCIATE-RJ (PS3.8 table 9-21) in words of the settings. */
export function rejectionError({ source, reason }: { readonly source: number; readonly reason: number }, { name, calledAe, callingAe }: AeTitles): AppError {
  if (source === RejectSource.ServiceUser && reason === RejectReason.CalledAeNotRecognized) {
    return networkError('refused', 'calledAeUnknown', `${name} does not call itself ${calledAe}; enter its AE title, upper and lower case as it writes it.`);
  }
  if (source === RejectSource.ServiceUser && reason === RejectReason.CallingAeNotRecognized) {
    return networkError('unauthorized', 'callingAeUnknown', `${name} does not know this console by the AE title ${callingAe}; have its administrator enter AE title, address and port of this console.`);
  }
  if (source === RejectSource.ServiceProviderPresentation) {
    return networkError('unreachable', 'associationRejected', `${name} is too busy for another connection; try again in a while.`);
  }
  return networkError('refused', 'associationRejected', `${name} rejected the connection without saying why (source ${source}, reason ${reason}); check both AE titles and ask its administrator.`);
}
