import { toErrorShape } from '../shared/errors/appError.ts';
import { checkEnvironment } from './checkEnvironment.ts';
import { readKey, readOptions, usage } from './cliOptions.ts';
import { operateCommands, operateUsage, runOperate } from './operate/cli.ts';
import { provinceUsage, runProvince } from './province/cli.ts';
import { supervise } from './supervise.ts';

/** `npm run platform`: one JSON object per line on standard output, errors on standard error. */
const say = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
const fail = (error: unknown): void => {
  process.stderr.write(`${JSON.stringify(toErrorShape(error))}\n`);
  process.exitCode = 1;
};

/** What is written is for this user alone, whatever the folder allows. */
process.umask(0o077);

const [command] = process.argv.slice(2);
if (command === 'help' || process.argv.includes('--help')) {
  process.stdout.write(`${usage}\n${operateUsage}\n${provinceUsage}\nSettings and what to do when: docs/operate.md\n`);
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
  try {
    checkEnvironment(process.env);
    const options = readOptions(process.argv.slice(2), process.cwd(), process.env);
    const { key, origin } = readKey(process.env, options.dataDir);
    say({ message: origin });
    const supervisor = supervise(
      { ...options, keyHex: Buffer.from(key).toString('hex') },
      {
        ready: ({ url, port: actual, pid }) => say({ message: `platform ready ${url} pid ${pid}`, url, port: actual, pid }),
        log: (line) => say({ message: line }),
        fatal: (error) => {
          process.stderr.write(`${JSON.stringify(error)}\n`);
          process.exitCode = 1;
        },
        stopped: () => process.exit(0),
      },
    );
    process.on('SIGTERM', () => supervisor.stop());
    process.on('SIGINT', () => supervisor.stop());
  } catch (error) {
    fail(error);
  }
}
