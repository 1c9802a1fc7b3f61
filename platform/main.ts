import { toErrorShape, type ErrorShape } from '../shared/errors/appError.ts';
import { checkEnvironment } from './checkEnvironment.ts';
import { readKey, readOptions, usage } from './cliOptions.ts';
import { operateCommands, operateUsage, runOperate } from './operate/cli.ts';
import { runVerify, verifyUsage } from './operate/verify.ts';
import { createLog } from './log/log.ts';
import { provinceUsage, runProvince } from './province/cli.ts';
import { supervise } from './supervise.ts';

/** `npm run platform`: one JSON object per line on standard output, errors on standard error. */
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const say = (value: object): void => print(JSON.stringify(value));
const fail = (error: unknown): void => {
  process.stderr.write(`${JSON.stringify(toErrorShape(error))}\n`);
  process.exitCode = 1;
};

/** Nothing runs, and starting it again would end in the same way. */
const failStart = (error: ErrorShape): void => {
  createLog((line) => void process.stderr.write(`${line}\n`)).error('startFailed', error);
  process.exitCode = 1;
};

/** What is written is for this user alone, whatever the folder allows. */
process.umask(0o077);

const [command] = process.argv.slice(2);
if (command === 'help' || process.argv.includes('--help')) {
  process.stdout.write(`${usage}\n${operateUsage}\n${verifyUsage}\n${provinceUsage}\nSettings and what to do when: docs/operate.md\n`);
} else if (command === 'verify') {
  process.exitCode = await runVerify(process.argv.slice(3), process.env, say, (value) => void process.stderr.write(`${JSON.stringify(value)}\n`));
  process.stdout.write('', () => process.exit());
} else if (command === 'province' || operateCommands.has(command)) {
  await administer().catch(fail);
  // Connections kept for other nodes would hold the process for a while; what was said is written first.
  process.stdout.write('', () => process.exit());
} else {
  serve();
}

async function administer(): Promise<void> {
  checkEnvironment(process.env);
  await (command === 'province' ? runProvince(process.argv.slice(3), say) : runOperate(process.argv.slice(2), process.env, say));
}

function serve(): void {
  const log = createLog(print);
  try {
    checkEnvironment(process.env);
    const options = readOptions(process.argv.slice(2), process.cwd(), process.env);
    const { key, origin } = readKey(process.env, options.dataDir);
    log.info('start', { message: origin });
    const supervisor = supervise(
      { ...options, keyHex: Buffer.from(key).toString('hex') },
      {
        ready: ({ url, port: actual, pid }) => log.info('ready', { message: `platform ready ${url} pid ${pid}`, url, port: actual, pid }),
        restarting: (reason) => log.error('restart', { reason }),
        fatal: failStart,
        stopped: () => process.exit(0),
      },
    );
    process.on('SIGTERM', () => supervisor.stop());
    process.on('SIGINT', () => supervisor.stop());
  } catch (error) {
    failStart(toErrorShape(error));
  }
}
