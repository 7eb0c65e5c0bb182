import { median } from '../benchmark.ts';
import type { Billed } from './aws/call.ts';
import type { Run, TickBill } from './dollars.ts';

/** A typical bill of several ticks: mean requests, and median runs of the functions. */
export function usualBill(bills: readonly TickBill[], others: Pick<TickBill, 'alarms' | 'pushes'>): TickBill {
  const mean = (of: (bill: TickBill) => number) => sum(bills.map(of)) / bills.length;
  const runs = (of: (bill: TickBill) => readonly Run[]): Run[] =>
    bills[0] === undefined ? [] : of(bills[0]).map((_, n) => usualRun(bills.flatMap((bill) => of(bill)[n] ?? [])));
  const unit = (name: keyof Billed) => mean(({ billed }) => billed[name]);
  return {
    billed: {
      reads: unit('reads'),
      writes: unit('writes'),
      metrics: unit('metrics'),
      queueRequests: unit('queueRequests'),
    },
    scheduleRuns: runs(({ scheduleRuns }) => scheduleRuns),
    evaluateRuns: runs(({ evaluateRuns }) => evaluateRuns),
    logBytes: mean(({ logBytes }) => logBytes),
    ...others,
  };
}

const usualRun = (runs: readonly Run[]): Run => ({
  memoryMb: runs[0]?.memoryMb ?? 0,
  wallMs: median(runs.map(({ wallMs }) => wallMs)),
  cpuMs: median(runs.map(({ cpuMs }) => cpuMs)),
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
