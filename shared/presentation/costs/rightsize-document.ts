import type { Rightsizing } from '../../operations/index.ts';
import { type ComparedType, type Estimate, GIB, MARGIN } from '../../rightsize/index.ts';
import { commandDocument } from '../sentences/command-document.ts';
import { HOURS_PER_MONTH } from './cost-text.ts';

/** https://aws.amazon.com/cloudwatch/pricing/ */
const USD_PER_METRIC = 0.01 / 1000;

const rounded = (amount: number, digits = 3): number => Number(amount.toFixed(digits));
const percent = (share: number): number => Math.round(share * 100);
const gib = (bytes: number): number => rounded(bytes / GIB, 2);

/** The share of the type that stays free at the highest measured peak. */
const headroomOf = ({ cpu, memory }: ComparedType): number => 1 - Math.max(cpu.peak, memory?.peak ?? 0);

function typeDocument(compared: ComparedType) {
  const { type, usd, cpu, memory, isFitting, verdict } = compared;
  return {
    type: type.name,
    vcpus: type.vcpus,
    memoryGiB: rounded(type.memoryMiB / 1024),
    hourlyUsd: usd,
    monthlyUsd: usd === null ? null : rounded(usd * HOURS_PER_MONTH, 2),
    cpuP95Percent: percent(cpu.p95),
    cpuPeakPercent: percent(cpu.peak),
    memoryP95Percent: memory && percent(memory.p95),
    memoryPeakPercent: memory && percent(memory.peak),
    headroomPercent: percent(headroomOf(compared)),
    fits: isFitting,
    verdict: commandDocument(verdict),
  };
}

const cpuDocument = ({ p95, peak, need, hours, workers }: Estimate) => ({
  p95Vcpus: rounded(p95),
  peakVcpus: rounded(peak),
  neededVcpus: rounded(need),
  hours,
  workers,
});
const memoryDocument = ({ p95, peak, need, hours, workers }: Estimate) => ({
  p95GiB: gib(p95),
  peakGiB: gib(peak),
  neededGiB: gib(need),
  hours,
  workers,
});

/** What was measured and what is recommended, as JSON. */
export function rightsizeDocument({ group, from, to, applies, recommendation, metrics }: Rightsizing) {
  const { type, current, verdict, notes, launches, cpu, memory, workers, types } = recommendation;
  const memoryAt = new Map(memory?.week.map(({ hour, peak }) => [hour, peak]));
  return {
    group,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    recommended: type,
    current,
    verdict: commandDocument(verdict),
    notes: notes.map(commandDocument),
    applies,
    launches,
    margin: MARGIN,
    cpu: cpuDocument(cpu),
    memory: memory && memoryDocument(memory),
    types: types.map(typeDocument),
    week: cpu.week.map(({ hour, p95, peak }) => {
      const most = memoryAt.get(hour);
      const cores = { p95Vcpus: rounded(p95), peakVcpus: rounded(peak) };
      return { hour, ...cores, peakGiB: most === undefined ? null : gib(most) };
    }),
    workers: workers.map(({ id, type: own, hours, cpu: cores, memory: bytes }) => ({
      worker: id,
      type: own,
      hours,
      peakVcpus: cores === null ? null : rounded(cores),
      peakGiB: bytes === null ? null : gib(bytes),
    })),
    calls: { metrics, usd: rounded(metrics * USD_PER_METRIC, 5) },
  };
}
export type RightsizeDocument = ReturnType<typeof rightsizeDocument>;
