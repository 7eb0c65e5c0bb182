import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

const GRACE_MS = 8_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const running = new Set<ChildProcess>();

/**
 * Starts a process in a group of its own, so that it can be ended with everything it started.
 * Should this process end first, for whatever reason it can notice, the group is killed.
 */
export function startChild(command: string, commandArguments: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, commandArguments, { ...options, detached: true });
  if (child.pid === undefined) return child; // 'error' follows
  if (running.size === 0) watchOurEnd();
  running.add(child);
  child.once('exit', () => {
    running.delete(child);
    if (running.size === 0) unwatchOurEnd();
  });
  return child;
}

/** Sends the group SIGTERM, then SIGKILL. Resolves once the child and its whole group have ended. */
export async function endChild(child: ChildProcess, graceMs = GRACE_MS): Promise<void> {
  if (child.pid === undefined) return;
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    signalGroup(child, 'SIGTERM');
    const insist = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
    await exited;
    clearTimeout(insist);
  }
  signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // The group is empty, or (macOS, EPERM) has only zombie processes.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

function killAll(): void {
  for (const child of running) signalGroup(child, 'SIGKILL');
}

/** If nothing else handles a signal, it ends this process as usual, after its children. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  killAll();
  process.removeListener(signal, onSignal);
  process.kill(process.pid, signal);
}

function watchOurEnd(): void {
  process.on('exit', killAll);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function unwatchOurEnd(): void {
  process.removeListener('exit', killAll);
  for (const signal of SIGNALS) process.removeListener(signal, onSignal);
}
