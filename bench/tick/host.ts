import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Invocation, Invoked, Started } from './function-process.ts';

/** Replaces Lambda's runtime: loads a bundled function, and invokes it when the parent process requests it. */
const [, , bundle = ''] = process.argv;

let logBytes = 0;
// Lambda reads a function's log from standard output. Only its size matters here.
process.stdout.write = (chunk: string | Uint8Array): boolean => {
  logBytes += Buffer.byteLength(chunk);
  return true;
};

/** The time of the tick: ticks are a minute apart, and played one after the other. */
let now = Date.now();
Date.now = () => now;

const { handler } = (await import(pathToFileURL(bundle).href)) as {
  handler: (event: unknown, context: { awsRequestId: string }) => Promise<unknown>;
};
/**
 * Most memory that this process has used, in bytes. `maxRSS` would count the memory of the benchmark, too: Linux keeps it
 * when a process starts another program. `VmHWM` belongs to the program: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
function peakMemory(): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return kilobytes === undefined ? process.resourceUsage().maxRSS * 1024 : Number(kilobytes) * 1024;
}
const send = (message: Started | Invoked): void => void process.send?.(message);

process.on('message', async ({ event, requestId, at }: Invocation) => {
  now = at;
  logBytes = 0;
  const start = performance.now();
  const cpu = process.cpuUsage();
  try {
    const result = await handler(event, { awsRequestId: requestId });
    const wallMs = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    const peakBytes = peakMemory();
    send({ kind: 'invoked', result, wallMs, cpuMs: (user + system) / 1000, logBytes, peakBytes });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  }
});
// Exits with the parent process, so that no process is left behind.
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => process.exit());
send({ kind: 'started' });
