import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ENVIRONMENT } from '../../shared/names/index.ts';
import { FUNCTION_ENVIRONMENT } from '../function-environment.ts';
import { nodeOnOneCore } from '../one-core.ts';

export interface Invocation {
  readonly event: unknown;
  readonly requestId: string;
  /** The time of the tick, ms since the epoch. */
  readonly at: number;
}
export interface Started {
  readonly kind: 'started';
}
export interface Invoked {
  readonly kind: 'invoked';
  readonly result: unknown;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly logBytes: number;
  /** Peak memory of the process so far. */
  readonly peakBytes: number;
}

/**
 * Lambda's runtime starts Node with these, unless the function's `NODE_OPTIONS` has others: its command is in the function's
 * image, in /var/runtime/bootstrap. Node itself would let the heap grow with the memory of this machine.
 */
const usualHeap = (memoryMb: number): readonly string[] => [
  `--max-semi-space-size=${Math.floor(memoryMb * 0.05)}`,
  `--max-old-space-size=${Math.floor(memoryMb * 0.9)}`,
];
/** Options of Node for profiling, such as `--cpu-prof`. */
const profiling = process.env['HEADCOUNT_BENCH_NODE_OPTIONS']?.split(' ') ?? [];

/** A deployed function in a separate process, which stays warm between invocations. */
export class FunctionProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Starts the bundle, with AWS at `url`. Throws if it cannot be loaded. `heap`: its `NODE_OPTIONS`. */
  static async start(
    bundle: string,
    memoryMb: number,
    url: string,
    heap: readonly string[] = usualHeap(memoryMb),
  ): Promise<FunctionProcess> {
    const host = fileURLToPath(new URL('host.ts', import.meta.url));
    const [command, parameters] = nodeOnOneCore(...heap, ...profiling, host, bundle);
    const child = spawn(command, parameters, {
      env: {
        ...FUNCTION_ENVIRONMENT,
        AWS_ENDPOINT_URL: url,
        [ENVIRONMENT.queueUrl]: `${url}/111122223333/bench`,
        [ENVIRONMENT.deadLettersUrl]: `${url}/111122223333/bench-dead-letters`,
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const started = new FunctionProcess(child);
    await started.#message<Started>();
    return started;
  }

  /** Throws if the handler throws; the process then prints the error and exits. */
  async invoke(event: unknown, at: number): Promise<Invoked> {
    const message = this.#message<Invoked>();
    this.#child.send({ event, requestId: randomUUID(), at } satisfies Invocation);
    return message;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill();
    await exit;
  }

  #message<Message>(): Promise<Message> {
    const listening = new AbortController();
    const { signal } = listening;
    const received = once(this.#child, 'message', { signal }).then(([message]) => message as Message);
    const ended = once(this.#child, 'exit', { signal }).then(([code]) => {
      throw new Error(`the function exited with code ${code} before it answered`);
    });
    return Promise.race([received, ended]).finally(() => {
      received.catch(() => {});
      ended.catch(() => {});
      listening.abort();
    });
  }
}
