import { spawn } from 'node:child_process';
import { projectFolder } from './projectFolder.ts';

/**
 * Runs a program in the project's folder with its output shown, and returns its exit code
 * (1 for a signal or a program that cannot be started).
 */
export function runProgram(command: string, words: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  return new Promise((done) => {
    const child = spawn(command, words, { cwd: projectFolder, env, stdio: 'inherit' });
    const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.once('SIGINT', forward);
    process.once('SIGTERM', forward);
    const finish = (code: number): void => {
      process.removeListener('SIGINT', forward);
      process.removeListener('SIGTERM', forward);
      done(code);
    };
    child.once('error', (error) => {
      process.stderr.write(`${command} cannot be started: ${error.message}\n`);
      finish(1);
    });
    child.once('exit', (code) => finish(code ?? 1));
  });
}

/** Runs a script of the project, or of an installed package, on the Node that runs this. */
export function runScript(file: string, words: readonly string[] = [], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  return runProgram(process.execPath, [file, ...words], env);
}
