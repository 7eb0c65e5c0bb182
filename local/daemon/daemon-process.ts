import { writeFile } from 'node:fs/promises';
import { findingText } from '../gateway/findings.ts';
import { startLocalAws } from '../local-aws.ts';

/**
 * The local AWS of `headcount local up`, as a separate process: `node local/daemon/daemon-process.ts <record> <port>`.
 * It ends on a signal, or when its emulator ends. Its output is a log.
 */
const [record = '', port = ''] = process.argv.slice(2);
const end = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end.abort());

const onProgress = (line: string): void => {
  console.log(line);
  process.send?.({ progress: line });
};

try {
  const localAws = await startLocalAws({ port: Number(port), signal: end.signal, onProgress });
  const { endpoint, emulatorEndpoint, environment, id } = localAws;
  await writeFile(record, JSON.stringify({ pid: process.pid, id, endpoint, emulatorEndpoint, environment }, null, 2));
  process.send?.({ ready: true });
  process.disconnect?.();
  await localAws.ended;
  for (const finding of localAws.findings?.take() ?? []) console.log(`AWS would have refused: ${findingText(finding)}`);
  await localAws.stop();
} catch (error) {
  if (!end.signal.aborted) {
    console.error(error);
    process.exitCode = 1;
    process.send?.({ failed: (error as Error).message });
    process.disconnect?.();
  }
}
