import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ENVIRONMENT } from '../../shared/aws/names.ts';
import { FUNCTION_ENVIRONMENT } from '../function-environment.ts';
import { nodeOnOneCore } from '../one-core.ts';

export interface Invocation {
  readonly event: unknown;
  readonly requestId: string;
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
  /** The most memory the process has held so far. */
  readonly peakBytes: number;
}

/** A deployed function in a process of its own, warm between invocations. */
export class FunctionProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Starts the bundle with AWS at `url`. Throws when it does not load. */
  static async start(bundle: string, url: string): Promise<FunctionProcess> {
    const host = fileURLToPath(new URL('host.ts', import.meta.url));
    const [command, parameters] = nodeOnOneCore(host, bundle);
    const child = spawn(command, parameters, {
      env: { ...FUNCTION_ENVIRONMENT, AWS_ENDPOINT_URL: url, [ENVIRONMENT.queueUrl]: `${url}/111122223333/bench` },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const started = new FunctionProcess(child);
    await started.#told<Started>();
    return started;
  }

  /** Throws when the handler throws; its process has then told why and ended. */
  async invoke(event: unknown): Promise<Invoked> {
    const told = this.#told<Invoked>();
    this.#child.send({ event, requestId: randomUUID() } satisfies Invocation);
    return told;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill();
    await exit;
  }

  #told<Told>(): Promise<Told> {
    const listening = new AbortController();
    const { signal } = listening;
    const told = once(this.#child, 'message', { signal }).then(([message]) => message as Told);
    const ended = once(this.#child, 'exit', { signal }).then(([code]) => {
      throw new Error(`the function ended (${code}) without an answer`);
    });
    return Promise.race([told, ended]).finally(() => {
      told.catch(() => {});
      ended.catch(() => {});
      listening.abort();
    });
  }
}
