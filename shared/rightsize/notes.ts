import type { Reason } from '../model/index.ts';
import { because } from './because.ts';
import type { Estimate } from './estimate.ts';
import { GIB, type InstanceType } from './instance-type.ts';
import { launchNotes } from './launch-time.ts';
import type { Measured } from './model.ts';
import { HOURS_OF_WEEK } from './usage.ts';

interface Noted {
  readonly measured: Measured;
  readonly cpu: Estimate;
  readonly memory: Estimate | null;
  /** Bytes of the largest measured type. */
  readonly kept: number;
  readonly current: string;
  readonly best: InstanceType | null;
}

/** From this percentage on, the CPU is in full use. */
const FULL = 95;
/** The share of the hours with a CPU in full use from which the need is not known. */
const MUCH = 0.1;

/** What people should know before they follow a recommendation. */
export function notesOn({ measured, cpu, memory, kept, current, best }: Noted): Reason[] {
  const { workers, known, catalog } = measured;
  const burstable = [...new Set(workers.map(({ type }) => type))].filter((type) => catalog.get(type)?.isBurstable);
  const full = fullShare(measured);
  const now = catalog.get(current)?.vcpus ?? 0;
  return [
    ...(memory === null
      ? [because['rightsize-memory-unmeasured']({ memoryGiB: Number((kept / GIB).toFixed(1)) })]
      : []),
    ...(full >= MUCH ? [because['rightsize-cpu-limited']({ percent: Math.round(full * 100) })] : []),
    ...(burstable.length > 0 ? [because['rightsize-burstable-measured']({ types: burstable })] : []),
    ...(cpu.week.length < HOURS_OF_WEEK
      ? [because['rightsize-part-of-week']({ hours: cpu.week.length, of: HOURS_OF_WEEK })]
      : []),
    ...(known > workers.length ? [because['rightsize-some-workers']({ read: workers.length, of: known })] : []),
    ...(best ? launchNotes(best.name, current, measured) : []),
    ...(best && best.name !== current ? [because['rightsize-same-count']({ vcpus: best.vcpus, now })] : []),
  ];
}

function fullShare({ workers }: Measured): number {
  const hours = workers.flatMap(({ cpu }) => cpu.flatMap(({ p95 }) => p95 ?? []));
  return hours.length === 0 ? 0 : hours.filter((p95) => p95 >= FULL).length / hours.length;
}
