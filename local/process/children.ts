import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

const GRACE_MS = 8_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const running = new Set<ChildProcess>();

/**
 * Starts a process in its own process group, so that `endChild` can end it with all its descendants.
 * If this process exits first, or gets a signal that it can handle, it kills the group.
 */
export function startChild(command: string, commandArguments: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, commandArguments, { ...options, detached: true });
  // Without a pid, the child emits 'error'.
  if (child.pid === undefined) return child;
  if (running.size === 0) handleSignals();
  running.add(child);
  child.once('exit', () => {
    running.delete(child);
    if (running.size === 0) removeHandlers();
  });
  return child;
}

/** Sends SIGTERM to the group, then SIGKILL. Resolves when all its processes have ended. */
export async function endChild(child: ChildProcess, graceMs = GRACE_MS): Promise<void> {
  if (child.pid === undefined) return;
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    signalGroup(child, 'SIGTERM');
    const kill = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
    await exited;
    clearTimeout(kill);
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

/** If nothing else handles the signal, kills the children and then ends this process as usual. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  killAll();
  process.removeListener(signal, onSignal);
  process.kill(process.pid, signal);
}

function handleSignals(): void {
  process.on('exit', killAll);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function removeHandlers(): void {
  process.removeListener('exit', killAll);
  for (const signal of SIGNALS) process.removeListener(signal, onSignal);
}
