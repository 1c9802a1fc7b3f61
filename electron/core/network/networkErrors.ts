import { AppError, StoreError, SyncError } from '../../../shared/errors/appError.ts';
import type { NetworkTestReason } from '../../../shared/ipc/channels.ts';

type Family = 'unreachable' | 'unauthorized' | 'refused' | 'integrity';

/** An error of the network with the literal the pages have words for in `detail.why`. */
export const networkError = (family: Family, why: NetworkTestReason, message: string, cause?: unknown): SyncError =>
  new SyncError(family, message, { ...(cause === undefined ? {} : { cause }), detail: { why } });

/** What `networkError` noted, `connectionLost` for any other error. */
export function reasonOf(error: unknown): NetworkTestReason {
  const why = error instanceof AppError ? error.detail['why'] : undefined;
  return typeof why === 'string' ? (why as NetworkTestReason) : 'connectionLost';
}

/** The person stopped it. */
export const cancelled = (): StoreError => new StoreError('cancelled', 'The transfer was cancelled; what was transferred before stays.');

/**
 * What the system or Node said of a connection, in words of a person's network settings.
 *
 * @param where `host:port` or an origin, without account or path
 */
export function connectionError(cause: unknown, where: string): AppError {
  if (cause instanceof AppError) return cause;
  const code = codeOf(cause);
  const [why, words] = explain(code);
  return networkError('unreachable', why, `${where} ${words}`, cause);
}

/** Codes lie in `cause` of what fetch throws, and in the first of several attempts at the addresses of one name. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const own = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (error.name === 'TimeoutError') return 'ETIMEDOUT';
  if (own !== '') return own;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return codeOf(error.cause);
}

function explain(code: string): readonly [NetworkTestReason, string] {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return ['nameNotResolved', 'is not known by that name; check the spelling or enter the IP address.'];
    case 'ECONNREFUSED':
      return ['connectionRefused', 'refuses the connection: nothing listens at this port. Check the port and that the PACS service runs.'];
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return ['timedOut', 'does not answer in time; check the address, the cable and the firewalls between.'];
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
      return ['timedOut', 'cannot be reached from this network; check the cable, the network and the firewalls between.'];
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return ['certificateExpired', 'shows a certificate that is not valid today; renew it there, or set the clock of this computer.'];
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return ['certificateSelfSigned', 'shows a certificate it signed itself; install the certificate of its authority in the operating system of this computer.'];
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return ['certificateWrongHost', 'shows a certificate made out to another name; enter the name the certificate is made out to.'];
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'CERT_UNTRUSTED':
    case 'CERT_REVOKED':
    case 'CERT_SIGNATURE_FAILURE':
      return ['certificateUntrusted', 'shows a certificate of an authority this computer does not trust; install that authority in the operating system.'];
    case 'EPROTO':
      return ['notTls', 'does not speak TLS at this port; check the port, or switch encryption off for this node.'];
    default:
      if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) return ['notTls', 'does not speak TLS at this port, or none this console accepts; check the port and its TLS version.'];
      return ['connectionLost', 'ended the connection; try again, and look into the log of the PACS if it stays so.'];
  }
}
