import { AppError, toErrorShape } from '../../../shared/errors/appError.ts';

/** A command: returns the exit code (0 done, 1 a finding, 2 wrong usage, 3 unreadable input). */
interface CommandModule {
  /** One line, printed for --help and with what was wrong. */
  readonly usage: string;
  run(args: readonly string[]): Promise<number>;
}

/** Commands by name; a module is loaded only when it is asked for. */
const commands: Readonly<Record<string, () => Promise<CommandModule>>> = {
  scan: () => import('./scan.ts'),
  frame: () => import('./frame.ts'),
  dvh: () => import('./dvh.ts'),
  gamma: () => import('./gamma.ts'),
  check: () => import('./check.ts'),
  compare: () => import('./compare.ts'),
  deidentify: () => import('./deidentify.ts'),
  verify: () => import('./verify.ts'),
  fhir: () => import('./fhir.ts'),
  'recovery-key': () => import('./recoveryKey.ts'),
};

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv;
  const isHelp = name === undefined || name === 'help' || name === '--help' || name === '-h';
  const load = name === undefined || !Object.hasOwn(commands, name) ? undefined : commands[name];
  if (load === undefined) {
    const usage = `Usage: mdt <command> [...]. Commands: ${Object.keys(commands).join(', ')}.`;
    if (isHelp && name !== undefined) {
      console.log(usage);
      return 0;
    }
    return fail({ code: 'usage', reason: name === undefined ? 'no-command' : 'unknown-command', message: name === undefined ? usage : `There is no command ${name}. ${usage}` }, 2);
  }
  try {
    const module = await load();
    if (args.includes('--help') || args.includes('-h')) {
      console.log(module.usage);
      return 0;
    }
    return await module.run(args);
  } catch (error) {
    const { code, reason, message } = toErrorShape(error);
    return fail({ code, reason, message }, error instanceof AppError && error.code === 'usage' ? 2 : 3);
  }
}

function fail(error: { readonly code: string; readonly reason: string; readonly message: string }, exitCode: number): number {
  console.error(JSON.stringify(error));
  return exitCode;
}

// exitCode instead of exit(): output into a pipe is written to its end.
process.exitCode = await main(process.argv.slice(2));
