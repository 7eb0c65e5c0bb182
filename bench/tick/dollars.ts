import type { Billed } from './aws/call.ts';

/** List prices in us-east-1 in dollars, as of November 2026, without free tiers. */
const PRICE = {
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  read: 0.125e-6,
  write: 0.625e-6,
  /** https://aws.amazon.com/sqs/pricing/ */
  queueRequest: 0.4e-6,
  /** https://aws.amazon.com/lambda/pricing/, arm64 */
  gbSecond: 0.0000133334,
  invocation: 0.2e-6,
  /** https://aws.amazon.com/cloudwatch/pricing/: GetMetricData, a standard alarm per month, a GB of logs */
  metric: 0.01e-3,
  alarm: 0.1,
  logGb: 0.5,
} as const;

const TICKS_PER_MONTH = 43_800;
/** Lambda polls an idle queue with five connections, for 20 s at a time: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
const IDLE_POLLS_PER_TICK = 5 * 3;
/** An invocation's messages, ten at most, are deleted in one batch. */
const DELETES_PER_INVOCATION = 1;
/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MB_PER_CPU = 1769;

export interface Run {
  readonly memoryMb: number;
  readonly wallMs: number;
  readonly cpuMs: number;
}

export interface TickBill {
  readonly billed: Required<Billed>;
  readonly scheduleRuns: readonly Run[];
  readonly evaluateRuns: readonly Run[];
  readonly logBytes: number;
  readonly alarms: number;
  /** Dollars per month for what is pushed. */
  readonly pushes: number;
}

/** Dollars per month by item, if every tick were like this one. */
export function dollarsAMonth({ billed, scheduleRuns, evaluateRuns, logBytes, alarms, pushes }: TickBill) {
  const runs = [...scheduleRuns, ...evaluateRuns];
  const compute = runs.reduce((sum, run) => sum + billedSeconds(run) * (run.memoryMb / 1024), 0);
  const queueRequests = billed.queueRequests + IDLE_POLLS_PER_TICK + DELETES_PER_INVOCATION * evaluateRuns.length;
  const month = (perTick: number) => perTick * TICKS_PER_MONTH;
  const parts = {
    metrics: month(billed.metrics * PRICE.metric),
    alarms: alarms * PRICE.alarm,
    logs: month((logBytes / 1e9) * PRICE.logGb),
    writes: month(billed.writes * PRICE.write),
    reads: month(billed.reads * PRICE.read),
    lambda: month(compute * PRICE.gbSecond + runs.length * PRICE.invocation),
    queue: month(queueRequests * PRICE.queueRequest),
    pushes,
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}
export type Dollars = ReturnType<typeof dollarsAMonth>;

/** Billed duration of a run. Lambda assigns CPU in proportion to memory, so computing takes longer than here; waiting does not. */
function billedSeconds({ memoryMb, wallMs, cpuMs }: Run): number {
  const computed = Math.min(cpuMs, wallMs);
  return (wallMs - computed + computed / Math.min(1, memoryMb / MB_PER_CPU)) / 1000;
}
