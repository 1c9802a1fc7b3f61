import { rekeyDatabases, rekeyRest } from '../../../electron/core/rekeyRecord.ts';

/** Moves a record to another key and kills itself by SIGKILL at the step whose number it was given. */
const [dataDir = '', former = '', next = '', at = '0'] = process.argv.slice(2);
const change = { formerKey: new Uint8Array(Buffer.from(former, 'hex')), key: new Uint8Array(Buffer.from(next, 'hex')) };
let count = 0;
const onStep = (step: string): void => {
  count += 1;
  process.stdout.write(`${step}\n`);
  if (count === Number(at)) process.kill(process.pid, 'SIGKILL');
};
const { signal } = new AbortController();
await rekeyDatabases(dataDir, change, signal, onStep);
await rekeyRest(dataDir, change, signal, onStep);
process.stdout.write('ended\n');
