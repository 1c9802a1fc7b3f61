import { execFileSync, spawn } from 'node:child_process';
import { utilityProcess } from 'electron';
import type { ToCore } from '../../shared/ipc/transport.ts';
import type { CoreHost, NodeVersions } from './coreHost.ts';
import { ownBytes } from './ownBytes.ts';

/** A running core as the supervisor sees it, whatever hosts it. */
export interface CoreProcess {
  readonly pid: number | undefined;
  send(message: ToCore): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once; `code` is null after a signal. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

/** Asks a Node executable for its versions; undefined when it cannot be run. */
export function probeNode(executable: string): NodeVersions | undefined {
  try {
    const text = execFileSync(executable, ['-p', 'JSON.stringify(process.versions)'], { encoding: 'utf8', timeout: 5000, env: coreEnvironment(), stdio: ['ignore', 'pipe', 'ignore'] });
    return JSON.parse(text) as NodeVersions;
  } catch {
    // Not there, not Node, not executable: not a candidate.
    return undefined;
  }
}

/**
 * Starts core's bundle.
 *
 * @param entry absolute path of `out/main/core.js`
 */
export function launchCore(host: CoreHost, entry: string): CoreProcess {
  return host.kind === 'utility' ? launchUtility(entry) : launchNode(host.executable, entry);
}

function launchUtility(entry: string): CoreProcess {
  const child = utilityProcess.fork(entry, [], { serviceName: 'MDT record service', stdio: 'inherit' });
  return {
    get pid() {
      return child.pid;
    },
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a utility process is not a window
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill(),
  };
}

function launchNode(executable: string, entry: string): CoreProcess {
  const child = spawn(executable, [entry], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced', env: coreEnvironment(), windowsHide: true });
  return {
    get pid() {
      return child.pid;
    },
    send: (message) => {
      // A process that is just ending reports through onExit; a failed send adds nothing to that.
      if (child.connected) child.send(message, () => undefined);
    },
    onMessage: (listener) => void child.on('message', (message) => listener(ownBytes(message))),
    onExit: (listener) => {
      let hasEnded = false;
      const once = (code: number | null): void => {
        if (hasEnded) return;
        hasEnded = true;
        listener(code);
      };
      child.once('exit', once);
      child.once('error', () => once(null));
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** Main's environment without what would turn Node into something else. */
function coreEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of ['NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE', 'NODE_CHANNEL_FD']) delete env[name];
  return env;
}
