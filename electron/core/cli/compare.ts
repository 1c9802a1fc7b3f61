import { chooseCompared } from './chooseCompared.ts';
import { makeReport } from './compareReport.ts';
import { describeReport } from './compareText.ts';
import { parseOptions } from './parseOptions.ts';
import { UsageError } from './usageError.ts';

export const usage = 'Usage: mdt compare <pathA> <pathB> [--json]';

/** `mdt compare <pathA> <pathB>`: what differs between two plans, their structure sets and doses; 1 when anything does. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(args, { json: { type: 'boolean' } }, usage);
  const [first, second] = positionals;
  if (first === undefined || second === undefined || positionals.length > 2) throw new UsageError(`Two paths are needed. ${usage}`);
  const report = makeReport(await chooseCompared(first), await chooseCompared(second));
  console.log(values.json === true ? JSON.stringify(report) : describeReport(report));
  return report.isSame ? 0 : 1;
}
