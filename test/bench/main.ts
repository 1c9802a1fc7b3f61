import { AppError, toErrorShape } from '../../shared/errors/appError.ts';
import type { BenchResult } from './benchResult.ts';
import { watchMachine } from './machine.ts';
import { toTable } from './printResults.ts';

interface BenchModule {
  readonly measure: () => Promise<readonly BenchResult[]>;
}

/** Benches by name; null is agreed but not built yet. A module is loaded only when it is asked for. */
const benches: Readonly<Record<string, (() => Promise<BenchModule>) | null>> = {
  import: () => import('./importFolder.ts'),
  decode: () => import('./decode.ts'),
  scroll: () => import('./scroll/scroll.ts'),
  review: null,
  dvh: () => import('./dvh.ts'),
  gamma: () => import('./gamma.ts'),
  meeting: null,
  sync: () => import('./sync.ts'),
  store: () => import('./store.ts'),
  start: () => import('./start.ts'),
};

/** `npm run -s bench -- <name> [--json]`: 0 every target met, 1 one is not, 2 wrong usage, 3 could not be measured. */
async function main(argv: readonly string[]): Promise<number> {
  const isJson = argv.includes('--json');
  const [name, ...others] = argv.filter((word) => word !== '--json');
  try {
    const { measure } = await loadBench(name, others);
    const endWatch = watchMachine();
    const results = await measure();
    const report = { bench: name ?? '', machine: endWatch(), results };
    console.log(isJson ? JSON.stringify(report) : toTable(report));
    return results.some(({ met }) => met === false) ? 1 : 0;
  } catch (error) {
    const { code, reason, message } = toErrorShape(error);
    console.error(JSON.stringify({ code, reason, message: code === 'internal' && error instanceof Error ? error.message : message }));
    return code === 'usage' ? 2 : 3;
  }
}

function loadBench(name: string | undefined, others: readonly string[]): Promise<BenchModule> {
  const load = name !== undefined && others.length === 0 && Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (load === undefined) throw new AppError('usage', 'wrong-usage', `Usage: bench <name> [--json]. Names: ${Object.keys(benches).join(', ')}.`);
  if (load === null) throw new AppError('usage', 'not-built', `The bench ${name} is not built yet; built are: ${Object.keys(benches).filter((key) => benches[key] !== null).join(', ')}.`);
  return load();
}

process.exitCode = await main(process.argv.slice(2));
