import { writeFile } from 'node:fs/promises';
import { checkBundle } from '../../../shared/fhir/checkBundle.ts';
import { documentBundleOf, fhirText } from '../../../shared/fhir/documentBundle.ts';
import { StoreError } from '../../../shared/errors/appError.ts';
import { parseOptions } from './parseOptions.ts';
import { parseRecord, readText } from './readRecordFile.ts';
import { UsageError } from './usageError.ts';

export const usage = 'Usage: mdt fhir <record file> [--kind consultation|referral] [--out file] [--check]';

/**
 * `mdt fhir`: an exported record as the FHIR R4 document a province gets, on standard output or into a file. The export
 * names no hospitals and holds no PDF, so that hospitals appear by their ids and the report by its digest.
 * @returns 0 done, 1 when --check finds a broken rule
 * @throws {StoreError} not-found | corrupt | read-only @throws {RecordError} the case is not at that point
 */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(args, { kind: { type: 'string' }, out: { type: 'string' }, check: { type: 'boolean', default: false } }, usage);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError(`Give one file. ${usage}`);
  const record = parseRecord(file, await readText(file));
  const kind = values.kind ?? (record.report ? 'consultation' : 'referral');
  if (kind !== 'consultation' && kind !== 'referral') throw new UsageError(`--kind is consultation or referral, not ${kind}. ${usage}`);
  const bundle = documentBundleOf({ kind, record, meeting: null, hospitals: [], reportPdf: null });
  const problems = values.check ? checkBundle(bundle) : [];
  for (const { rule, path, message } of problems) console.error(JSON.stringify({ rule, path, message }));
  const text = `${fhirText(bundle)}\n`;
  if (values.out === undefined) {
    console.log(text.trimEnd());
    return problems.length === 0 ? 0 : 1;
  }
  try {
    await writeFile(values.out, text);
  } catch (cause) {
    throw new StoreError('read-only', `${values.out} cannot be written; name a file in a folder you may write to.`, { cause, detail: { file: values.out } });
  }
  console.log(`${kind} ${bundle.identifier.value}: ${bundle.entry.length} resources in ${values.out}${values.check ? `, ${problems.length === 0 ? 'no rule broken' : `${problems.length} rules broken`}` : ''}`);
  return problems.length === 0 ? 0 : 1;
}
