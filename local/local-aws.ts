import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalAutoScaling } from './autoscaling/index.ts';
import type { LocalEc2 } from './ec2/index.ts';
import type { LocalEcs } from './ecs/index.ts';
import { startEmulator } from './emulator/emulator.ts';
import { emulatorHealth } from './emulator/health.ts';
import { ensureVenv } from './emulator/venv.ts';
import { emulatorCredentials, localEnvironment } from './environment.ts';
import type { Findings } from './gateway/findings.ts';
import { type Gateway, startGateway } from './gateway/gateway.ts';
import type { Habits } from './habits/index.ts';
import { LOCAL } from './paths.ts';
import type { LocalPrices } from './prices/index.ts';
import { deferred } from './process/deferred.ts';
import { isAlive } from './process/lock.ts';
import type { LocalQuotas } from './quotas/index.ts';
import { Regions, type StandInOptions } from './regions.ts';
import { Models } from './requests/index.ts';

/** A local AWS that ends with this process. */
export interface LocalAws {
  /** The endpoint for clients: the gateway in front of the emulator and the stand-ins. */
  readonly endpoint: string;
  /** The endpoint of the emulator itself. Headcount does not use its EC2. */
  readonly emulatorEndpoint: string;
  /** `AWS_*` and `CDK_*` variables for a client or child process. Merge them into `withoutAws(process.env)`. */
  readonly environment: Readonly<Record<string, string>>;
  /** The EC2 stand-in, for inspection and faults; null if the emulator ran before. */
  readonly ec2: LocalEc2 | null;
  /** The Auto Scaling stand-in, which shares the instances of `ec2`; null if the emulator ran before. */
  readonly autoScaling: LocalAutoScaling | null;
  /** The ECS stand-in, on the clock of `ec2`; null if the emulator ran before. */
  readonly ecs: LocalEcs | null;
  /** The stand-ins of every region: those above are of the region in `environment`. Null if the emulator ran before. */
  readonly regions: Regions | null;
  /** Habits of AWS that the emulator lacks; null when an emulator already ran. */
  readonly habits: Habits | null;
  /** The account's quotas; null when an emulator already ran. */
  readonly quotas: LocalQuotas | null;
  /** The price list; null when an emulator already ran. */
  readonly prices: LocalPrices | null;
  /** The calls that AWS would have refused; null when an emulator already ran. */
  readonly findings: Findings | null;
  /** The number of calls whose permissions were judged, by deployed function; null when an emulator already ran. */
  readonly judged: ReadonlyMap<string, number> | null;
  /** A folder for outputs and logs. `stop` removes it. */
  readonly directory: string;
  /** Identifies this local AWS, also over HTTP (`/_headcount/world`). */
  readonly id: string;
  /** Resolves when the local AWS has stopped or its emulator has ended. */
  readonly ended: Promise<void>;
  /**
   * Ends everything that this local AWS started and removes its files. You may call it twice. Throws an error that lists
   * the findings, if there are any.
   */
  stop(): Promise<void>;
}

export interface LocalAwsOptions extends StandInOptions {
  /** An emulator that already runs. Nothing is started, and its own EC2 is used. */
  readonly endpoint?: string;
  /** Port of the gateway; a free one by default. */
  readonly port?: number;
  /** Stops the start or the running local AWS. */
  readonly signal?: AbortSignal;
  /** Receives a line of progress. */
  readonly onProgress?: (line: string) => void;
}

const FOLDERS = join(LOCAL, 'worlds');

/**
 * Starts the emulator, the stand-ins and the gateway on free loopback ports, or uses the emulator at `endpoint`.
 * An error says what to do if Python is missing, the port is taken, or nothing answers at the endpoint.
 */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const { signal } = options;
  signal?.throwIfAborted();
  await removeLeftOvers();
  const id = randomUUID();
  const directory = join(FOLDERS, `${process.pid}-${id.slice(0, 8)}`);
  await mkdir(directory, { recursive: true });
  const ends: (() => Promise<void>)[] = [() => rm(directory, { recursive: true, force: true, maxRetries: 3 })];
  const ended = deferred<void>();
  let findings: Findings | null = null;
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      signal?.removeEventListener('abort', stopQuietly);
      findings?.close();
      // The others must end even if one fails.
      const failures: unknown[] = [];
      for (const end of ends.toReversed()) await end().catch((error: unknown) => failures.push(error));
      ended.resolve();
      if (failures.length > 0) throw new Error('The local AWS did not end cleanly.', { cause: failures[0] });
      findings?.throwIfAny();
    })();
    return stopping;
  };
  const stopQuietly = (): void => void stop().catch(() => {});
  try {
    const parts =
      options.endpoint === undefined
        ? await startParts(options, id, directory, ends)
        : await existingParts(options.endpoint, directory, signal);
    findings = parts.findings;
    parts.ended?.then(ended.resolve);
    signal?.throwIfAborted();
    signal?.addEventListener('abort', stopQuietly);
    return { ...parts, directory, id, ended: ended.promise, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Parts = Pick<
  LocalAws,
  | 'endpoint'
  | 'emulatorEndpoint'
  | 'environment'
  | 'ec2'
  | 'autoScaling'
  | 'ecs'
  | 'regions'
  | 'habits'
  | 'quotas'
  | 'prices'
  | 'findings'
  | 'judged'
> & {
  ended?: Promise<void>;
};

async function startParts(
  { port, signal, onProgress, ...standIns }: LocalAwsOptions,
  id: string,
  directory: string,
  ends: (() => Promise<void>)[],
): Promise<Parts> {
  const regions = new Regions(standIns);
  const { ec2, autoScaling, ecs } = regions.home;
  // The gateway is first because the emulator needs its port, and to report a taken port before installing anything.
  const gateway: Gateway = await startGateway({
    ec2,
    autoScaling,
    ecs,
    id,
    elsewhere: regions.in,
    ...(port === undefined ? {} : { port }),
  });
  ends.push(() => gateway.close());
  const environment = localEnvironment(gateway.url.origin, directory);
  const waiting = { ...(onProgress === undefined ? {} : { onProgress }), ...(signal === undefined ? {} : { signal }) };
  const python = await ensureVenv(waiting);
  onProgress?.('starting the emulator');
  const emulator = await startEmulator({ python, directory, gateway: gateway.url, environment, ...waiting });
  ends.push(() => emulator.stop());
  gateway.open(emulator.endpoint, await Models.besides(python));
  return {
    endpoint: gateway.url.origin,
    emulatorEndpoint: emulator.endpoint,
    environment,
    ec2,
    autoScaling,
    ecs,
    regions,
    habits: gateway.habits,
    quotas: gateway.quotas,
    prices: gateway.prices,
    findings: gateway.findings,
    judged: gateway.judged,
    ended: emulator.ended,
  };
}

async function existingParts(endpoint: string, directory: string, signal?: AbortSignal): Promise<Parts> {
  const origin = URL.canParse(endpoint) ? new URL(endpoint).origin : null;
  if (origin === null || !/^https?:/.test(origin)) {
    throw new Error(`'${endpoint}' is not an endpoint; it should look like http://127.0.0.1:4566.`);
  }
  const health = await emulatorHealth(origin, signal);
  if (!health.ok)
    throw new Error(`No MiniStack answers at ${origin}: ${health.why}. Start it, or leave the endpoint out.`);
  const environment = localEnvironment(origin, directory, emulatorCredentials(process.env));
  return {
    endpoint: origin,
    emulatorEndpoint: origin,
    environment,
    ec2: null,
    autoScaling: null,
    ecs: null,
    regions: null,
    habits: null,
    quotas: null,
    prices: null,
    findings: null,
    judged: null,
  };
}

/** Removes the folders of local AWSs whose process ended without stopping them. */
async function removeLeftOvers(): Promise<void> {
  const names = await readdir(FOLDERS).catch(() => []);
  const left = names.filter((name) => !isAlive(Number.parseInt(name, 10)));
  await Promise.all(left.map((name) => rm(join(FOLDERS, name), { recursive: true, force: true })));
}
