import fc from 'fast-check';
import {
  GIB,
  type InstanceType,
  type Measured,
  type MeasuredHour,
  type MeasuredWorker,
} from '../../../shared/rightsize/index.ts';

export const HOUR = 3_600_000;
/** A Monday, 00:00 UTC. */
export const MONDAY = Date.UTC(2026, 10, 2);

const type = (name: string, vcpus: number, memoryGiB: number, changes: Partial<InstanceType> = {}): InstanceType => ({
  ...{ name, vcpus, memoryMiB: memoryGiB * 1024, architectures: ['arm64'] },
  ...{ isBurstable: false, isBareMetal: false, accelerators: 0, ...changes },
});

const SIZES = { medium: 1, large: 2, xlarge: 4, '2xlarge': 8, '4xlarge': 16, '8xlarge': 32 } as const;
const GIB_PER_VCPU = { c7g: 2, m7g: 4, r7g: 8 } as const;
const USD_PER_VCPU = { c7g: 0.036, m7g: 0.041, r7g: 0.054 } as const;

/** Three families of one processor, a burstable type and two that do not fit their image. */
export const CATALOG: ReadonlyMap<string, InstanceType> = new Map(
  [
    ...Object.entries(GIB_PER_VCPU).flatMap(([family, gib]) =>
      Object.entries(SIZES).map(([size, vcpus]) => type(`${family}.${size}`, vcpus, vcpus * gib)),
    ),
    type('c7g.metal', 64, 128, { isBareMetal: true }),
    type('t4g.large', 2, 8, { isBurstable: true }),
    type('c7i.large', 2, 4, { architectures: ['x86_64'] }),
  ].map((each) => [each.name, each]),
);

export function priceOf(name: string): number | null {
  const family = name.split('.')[0] as keyof typeof USD_PER_VCPU;
  if (name === 't4g.large') return 0.067;
  const [usd, found] = [USD_PER_VCPU[family], CATALOG.get(name)];
  return usd && found ? usd * found.vcpus : null;
}

/** Hours in a row with the same use, in percent. */
export const steady = (hours: number, p95: number, max = p95, from = MONDAY): MeasuredHour[] =>
  Array.from({ length: hours }, (_, index) => ({ at: from + index * HOUR, p95, max }));

export const worker = (changes: Partial<MeasuredWorker> = {}): MeasuredWorker => ({
  ...{ id: 'i-1', type: 'c7g.2xlarge', launchedAt: null, cpu: steady(168, 20, 30), memory: steady(168, 30, 40) },
  ...changes,
});

export const measured = (workers: readonly MeasuredWorker[], changes: Partial<Measured> = {}): Measured => ({
  ...{ workers, known: workers.length, launched: ['c7g.2xlarge'], catalog: CATALOG, priceOf },
  ...{ allowed: {}, isListedOnly: false, ...changes },
});

const percent = fc.double({ min: 0, max: 100, noNaN: true });
const hour = fc.record({ hour: fc.integer({ min: 0, max: 500 }), p95: percent, max: percent });
const hours = fc
  .uniqueArray(hour, { minLength: 31, maxLength: 60, selector: (each) => each.hour })
  .map((some) => some.map(({ hour: index, ...use }) => ({ at: MONDAY + index * HOUR, ...use })));

/** Workers of two types with any use, most of it far below what the largest type has. */
export const workers = fc.array(
  fc.record({
    id: fc.uuid(),
    type: fc.constantFrom('c7g.xlarge', 'c7g.2xlarge', 'm7g.large'),
    launchedAt: fc.constantFrom(null, MONDAY + 10.5 * HOUR),
    ...{ cpu: hours, memory: hours },
  }),
  { minLength: 1, maxLength: 4 },
);

export const GIBIBYTE = GIB;
