import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { withoutAws } from '../../local/environment.ts';
import { startChild } from '../../local/process/children.ts';
import { ENVIRONMENT, tableName } from '../../shared/names/names.ts';
import type { ReportDocument } from '../../shared/presentation/index.ts';
import { bundledProgram, bundledScript } from '../cli/bundled.ts';
import type { ProxyCall, ProxyFault } from '../fault-proxy/index.ts';
import { GROUPS, STAGE } from './groups.ts';
import type { PlannedProcess } from './plan.ts';
import type { ChaosStage } from './stage/stage.ts';

/** How a process ended. */
export interface Ended {
  readonly killed: boolean;
  /** The reports that it printed. */
  readonly reports: readonly ReportDocument[];
  readonly err: string;
}

/** Calls that change something. A kill right before or after one of them matters most. */
const CHANGES =
  /^(TransactWriteItems|UpdateItem|PutItem|CreateFleet|CreateTags|DeleteTags|TerminateInstances|StartInstances|StopInstances|SetDesiredCapacity|TerminateInstanceInAutoScalingGroup|UpdateService|UpdateTaskProtection|TagResource|UntagResource|ModifyFleet|Invoke)$/;

/** The files of what the processes run. */
interface Programs {
  readonly command: string;
  readonly function: string;
}

/** Bundled: to load hundreds of modules needs more time than an evaluation. */
export const bundledPrograms = async (): Promise<Programs> => ({
  command: await bundledProgram(),
  function: await bundledScript(join('test', 'chaos', 'function.ts')),
});

/** Processes that evaluate. The proxy recognizes each by its access key. */
export class EvaluationProcesses {
  readonly #programs: Programs;
  readonly #running = new Map<string, Running>();
  #started = 0;

  constructor(programs: Programs) {
    this.#programs = programs;
  }

  /** Runs a process until its planned end. It starts at once, so that `killAll` finds every process. */
  async run(planned: PlannedProcess, stage: ChaosStage): Promise<Ended> {
    const key = `chaos${++this.#started}`;
    const child = startChild(process.execPath, commandOf(planned, this.#programs), {
      env: { ...environmentOf(key, stage), ...stage.clock.environment(planned.skew) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const running: Running = { child, planned, changes: 0, killed: false };
    this.#running.set(key, running);
    const { fate } = planned;
    const timer = fate.kind === 'killed-after' ? setTimeout(() => void kill(running), fate.ms) : null;
    try {
      const [out, err] = await Promise.all([
        text(child.stdout as NodeJS.ReadableStream),
        text(child.stderr as NodeJS.ReadableStream),
        once(child, 'close'),
      ]);
      return { killed: running.killed, reports: reportsIn(out), err: err.trim() };
    } finally {
      if (timer) clearTimeout(timer);
      this.#running.delete(key);
    }
  }

  /** Kills a process before its planned call takes effect. */
  readonly onCall = async (call: ProxyCall): Promise<ProxyFault | null> => {
    const running = this.#running.get(call.key);
    if (!running || !CHANGES.test(call.action)) return null;
    running.changes += 1;
    if (!isPlanned(running, 'before')) return null;
    await kill(running);
    return 'reset-before';
  };

  /** Kills a process after its planned call has taken effect, before it gets the answer. */
  readonly onAnswer = async (call: ProxyCall): Promise<void> => {
    const running = this.#running.get(call.key);
    if (running && CHANGES.test(call.action) && isPlanned(running, 'after')) await kill(running);
  };

  killAll(): void {
    for (const running of this.#running.values()) void kill(running);
  }
}

interface Running {
  readonly child: ChildProcess;
  readonly planned: PlannedProcess;
  changes: number;
  killed: boolean;
}

const isPlanned = ({ planned: { fate }, changes }: Running, when: 'before' | 'after'): boolean =>
  fate.kind === 'killed-at' && fate.when === when && fate.nth === changes;

/** Resolves when the process has ended. */
async function kill(running: Running): Promise<void> {
  const { child } = running;
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  running.killed = child.kill('SIGKILL') || running.killed;
  await exit;
}

/** The environment of a process that calls AWS with this access key. */
export function environmentOf(key: string, { localAws, endpoint, lambdaEndpoint }: ChaosStage) {
  return {
    ...withoutAws(process.env),
    ...localAws.environment,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_LAMBDA: lambdaEndpoint,
    AWS_ACCESS_KEY_ID: key,
    [ENVIRONMENT.stage]: STAGE,
    [ENVIRONMENT.table]: tableName(STAGE),
    // Every process loads the same files.
    NODE_COMPILE_CACHE: join(localAws.directory, 'compiled'),
  };
}

const commandOf = ({ kind, group, seed }: PlannedProcess, programs: Programs): string[] =>
  kind === 'command' ? [programs.command, 'evaluate', group, '--json'] : [programs.function, String(seed), ...GROUPS];

/** A command prints one document, a function one for each line. A killed process may leave an incomplete one. */
function reportsIn(out: string): ReportDocument[] {
  const parsed = (text: string): ReportDocument[] => {
    try {
      return [JSON.parse(text) as ReportDocument];
    } catch {
      return [];
    }
  };
  const [whole] = parsed(out);
  return whole ? [whole] : out.split('\n').flatMap(parsed);
}
