import { existsSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.ts';
import { resolveElectron } from './electronRuntime.ts';
import { projectFolder } from './projectFolder.ts';
import { runScript } from './runProgram.ts';
import { ensureSystemPackages } from './systemPackages.ts';

/** What one step found: how many checks held and how many did not. */
interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

interface Step {
  readonly name: string;
  run(): Promise<Outcome>;
}

const held: Outcome = { passed: 1, failed: 0 };
const broken: Outcome = { passed: 0, failed: 1 };
const say = (line: string): void => console.error(line);
const verdict = (isFine: boolean): Outcome => (isFine ? held : broken);
const tool = (...path: string[]): string => join('node_modules', ...path);
const unitReport = join(projectFolder, '.tsbuild', 'unit.json');

const steps: readonly Step[] = [
  { name: 'node', run: () => Promise.resolve(verdict(isNodeNewEnough())) },
  { name: 'system packages', run: () => Promise.resolve(verdict(ensureSystemPackages('test', say))) },
  { name: 'types', run: async () => verdict((await runScript(tool('typescript', 'bin', 'tsc'), ['-b'])) === 0) },
  { name: 'lint', run: async () => verdict((await runScript(tool('oxlint', 'bin', 'oxlint'), ['--type-aware'])) === 0) },
  { name: 'unit', run: runUnitTests },
  { name: 'build', run: async () => verdict(await ensureBuilt(say)) },
  { name: 'electron', run: fetchElectron },
  { name: 'shell', run: async () => verdict((await runScript(join('scripts', 'shellCheck.ts'))) === 0) },
  { name: 'whole app', run: runWholeApp },
];

function isNodeNewEnough(): boolean {
  const isFine = Number(process.versions.node.split('.')[0]) >= 24;
  if (!isFine) say(`Tests run on Node 24 or newer, this is ${process.version}. Run "npm ci", then "npm test": the project brings its own Node.`);
  return isFine;
}

async function runUnitTests(): Promise<Outcome> {
  mkdirSync(join(projectFolder, '.tsbuild'), { recursive: true });
  const code = await runScript(tool('vitest', 'vitest.mjs'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]);
  if (!existsSync(unitReport)) return broken;
  const report = JSON.parse(readFileSync(unitReport, 'utf8')) as { numPassedTests: number; numFailedTests: number };
  // A file that does not load has no tests that failed, yet the run has.
  return { passed: report.numPassedTests, failed: code === 0 ? report.numFailedTests : Math.max(1, report.numFailedTests) };
}

async function fetchElectron(): Promise<Outcome> {
  try {
    await resolveElectron(say);
    return held;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return broken;
  }
}

/** Every test/app/*.app.ts, then the scripted tour in its checking form. */
async function runWholeApp(): Promise<Outcome> {
  let outcome: Outcome = { passed: 0, failed: 0 };
  const count = (code: number): void => {
    outcome = code === 0 ? { ...outcome, passed: outcome.passed + 1 } : { ...outcome, failed: outcome.failed + 1 };
  };
  for (const file of globSync('test/app/*.app.ts', { cwd: projectFolder }).sort()) count(await runScript(file));
  if (existsSync(join(projectFolder, 'scripts', 'demo.ts'))) count(await runScript(join('scripts', 'demo.ts'), ['--check']));
  return outcome;
}

async function runAll(): Promise<number> {
  const rows: { name: string; outcome: Outcome; tookMs: number }[] = [];
  for (const step of steps) {
    console.log(`\n== ${step.name}`);
    const startedMs = performance.now();
    const outcome = await step.run();
    rows.push({ name: step.name, outcome, tookMs: performance.now() - startedMs });
    if (outcome.failed > 0) break;
  }
  console.log('\nstep              passed  failed     time');
  for (const { name, outcome, tookMs } of rows) {
    console.log(`${name.padEnd(16)}${String(outcome.passed).padStart(8)}${String(outcome.failed).padStart(8)}${`${(tookMs / 1000).toFixed(1)} s`.padStart(9)}`);
  }
  for (const { name } of steps.slice(rows.length)) console.log(`${name.padEnd(16)}     not run`);
  const passed = rows.reduce((sum, row) => sum + row.outcome.passed, 0);
  const failed = rows.reduce((sum, row) => sum + row.outcome.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await runAll();
