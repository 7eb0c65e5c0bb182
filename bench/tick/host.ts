import { pathToFileURL } from 'node:url';
import type { Invocation, Invoked, Started } from './function-process.ts';

/** Stands where Lambda's runtime stands: loads one bundled function, and runs what its parent asks for. */
const [, , bundle = ''] = process.argv;

let logBytes = 0;
// Lambda takes a function's log from its standard output; here its size is all that matters.
process.stdout.write = (chunk: string | Uint8Array): boolean => {
  logBytes += Buffer.byteLength(chunk);
  return true;
};

const { handler } = (await import(pathToFileURL(bundle).href)) as {
  handler: (event: unknown, context: { awsRequestId: string }) => Promise<unknown>;
};
const send = (told: Started | Invoked): void => void process.send?.(told);

process.on('message', async ({ event, requestId }: Invocation) => {
  logBytes = 0;
  const start = performance.now();
  const cpu = process.cpuUsage();
  try {
    const result = await handler(event, { awsRequestId: requestId });
    const wallMs = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    const peakBytes = process.resourceUsage().maxRSS * 1024;
    send({ kind: 'invoked', result, wallMs, cpuMs: (user + system) / 1000, logBytes, peakBytes });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  }
});
// Whoever measures has gone: nothing is left running.
process.on('disconnect', () => process.exit());
send({ kind: 'started' });
