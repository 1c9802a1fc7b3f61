import type { NetworkNode } from '../../../shared/ipc/channels.ts';
import type { NodeDraft, Password } from './actions.ts';

/** The fields of the dialog as they are typed; numbers are text until they are checked. */
export interface NodeForm {
  readonly kind: NetworkNode['kind'];
  readonly name: string;
  readonly url: string;
  readonly userName: string;
  /** What was typed; the stored password is never in it. */
  readonly password: string;
  readonly forgetsPassword: boolean;
  readonly aeTitle: string;
  readonly host: string;
  readonly port: string;
  readonly useTls: boolean;
  readonly retrieveBy: 'get' | 'move';
}

export type NodeField = 'name' | 'url' | 'aeTitle' | 'host' | 'port';

export function formOf(node: NetworkNode | null): NodeForm {
  const empty: NodeForm = { kind: 'dicomweb', name: '', url: '', userName: '', password: '', forgetsPassword: false, aeTitle: '', host: '', port: '104', useTls: false, retrieveBy: 'get' };
  if (!node) return empty;
  return node.kind === 'dicomweb'
    ? { ...empty, kind: 'dicomweb', name: node.name, url: node.url, userName: node.userName ?? '' }
    : { ...empty, kind: 'dimse', name: node.name, aeTitle: node.aeTitle, host: node.host, port: String(node.port), useTls: node.useTls, retrieveBy: node.retrieveBy };
}

/** PS3.5 6.2, AE: at most 16 printable ASCII characters without a backslash. */
export const isAeTitle = (text: string): boolean => /^[\x21-\x5b\x5d-\x7e](?:[\x20-\x5b\x5d-\x7e]{0,14}[\x21-\x5b\x5d-\x7e])?$/.test(text.trim());
export const isPort = (text: string): boolean => /^\d{1,5}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 65_535;
const isHost = (text: string): boolean => /^[A-Za-z0-9._:-]{1,253}$/.test(text.trim());
const isWebAddress = (text: string): boolean => URL.canParse(text.trim()) && /^https?:$/.test(new URL(text.trim()).protocol) && text.trim().length <= 300;

/** Fields that cannot be saved as they are; each has words of its own. */
export function wrongFields(form: NodeForm): readonly NodeField[] {
  const name = form.name.trim();
  const checks: readonly (readonly [NodeField, boolean])[] = [
    ['name', name.length >= 1 && name.length <= 60],
    ...(form.kind === 'dicomweb' ? ([['url', isWebAddress(form.url)]] as const) : ([['aeTitle', isAeTitle(form.aeTitle)], ['host', isHost(form.host)], ['port', isPort(form.port)]] as const)),
  ];
  return checks.filter(([, isFine]) => !isFine).map(([field]) => field);
}

/** What goes to core; only for a form without wrong fields. */
export function draftOf(id: string, form: NodeForm): { readonly node: NodeDraft; readonly password: Password } {
  const name = form.name.trim();
  if (form.kind === 'dimse') return { node: { id, name, kind: 'dimse', aeTitle: form.aeTitle.trim(), host: form.host.trim(), port: Number(form.port), useTls: form.useTls, retrieveBy: form.retrieveBy }, password: undefined };
  const password = form.forgetsPassword ? null : form.password === '' ? undefined : form.password;
  return { node: { id, name, kind: 'dicomweb', url: form.url.trim(), userName: form.userName.trim() === '' ? null : form.userName.trim() }, password };
}

/** Where a node is, in one line. */
export const addressOf = (node: NetworkNode): string => (node.kind === 'dicomweb' ? node.url : `${node.aeTitle} @ ${node.host}:${node.port}${node.useTls ? ' · TLS' : ''}`);
