import { RtError } from '../../errors/appError.ts';
import { defaultSite } from './defaultSite.ts';
import { siteFileSchema, type SiteFile } from './siteSchema.ts';
import type { SiteProtocol, SiteSettings, Tolerances } from './types.ts';

/**
 * Reads a site's settings from its parsed JSON. What the file leaves out keeps its default: each tolerance by itself, each
 * protocol by its key (one with the same key replaces the default). A key nobody knows is refused, since a misspelt
 * tolerance would else be silently the default.
 *
 * @throws {RtError} broken-value, `detail.field` naming the field (`tolerances.metersetMU`)
 */
export function readSiteSettings(json: unknown): SiteSettings {
  const read = siteFileSchema.safeParse(json);
  if (!read.success) throw refusal(read.error.issues);
  const file = read.data;
  const settings: SiteSettings = { ...defaultSite, ...stated(file), tolerances: tolerancesOf(file), protocols: protocolsOf(file) };
  const problem = inconsistency(settings);
  if (problem !== null) throw siteError(problem.field, problem.message);
  return settings;
}

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

function refusal(issues: readonly Issue[]): RtError {
  const [issue] = issues;
  if (issue === undefined) return siteError('', 'cannot be read');
  const path = [...issue.path, ...(issue.keys ?? []).slice(0, 1)].map(String).join('.');
  return siteError(path, issue.code === 'unrecognized_keys' ? 'is not a setting this program knows' : issue.message);
}

const siteError = (field: string, problem: string): RtError =>
  new RtError('broken-value', `Site settings: ${field === '' ? 'the file' : field} ${problem}. Correct it; nothing of the file is used until then.`, { detail: { field } });

/** What of a part is stated: undefined never replaces a default. */
const stated = <T extends object>(part: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };

const tolerancesOf = (file: SiteFile): Tolerances => ({ ...defaultSite.tolerances, ...stated(file.tolerances ?? {}) });

function protocolsOf(file: SiteFile): readonly SiteProtocol[] {
  const own = file.protocols ?? [];
  return [...defaultSite.protocols.filter(({ key }) => own.every((protocol) => protocol.key !== key)), ...own];
}

/** What no single field shows to be wrong. */
function inconsistency({ tolerances, machines, protocols }: SiteSettings): { readonly field: string; readonly message: string } | null {
  const { conventional, stereotacticAbove, failAbove } = tolerances.dosePerFractionGy;
  if (!(conventional[1] <= stereotacticAbove && stereotacticAbove <= failAbove)) {
    return { field: 'tolerances.dosePerFractionGy', message: 'has to rise from conventional over stereotacticAbove to failAbove' };
  }
  const machine = repeated(machines.map(({ name }) => name));
  if (machine !== null) return { field: 'machines', message: `lists ${machine} twice` };
  const protocol = repeated(protocols.map(({ key }) => key));
  return protocol === null ? null : { field: 'protocols', message: `lists ${protocol} twice` };
}

const repeated = (names: readonly string[]): string | null => names.find((name, n) => names.indexOf(name) < n) ?? null;
