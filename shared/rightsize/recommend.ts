import type { Reason } from '../model/index.ts';
import { because } from './because.ts';
import { type AllowedSizes, type Bounds, boundsOf } from './bounds.ts';
import { cpuEstimate, type Estimate, MARGIN, memoryEstimate } from './estimate.ts';
import { GIB, type InstanceType, memoryOf, sustainedCores } from './instance-type.ts';
import { slownessOf } from './launch-time.ts';
import type { ComparedType, Measured, Recommendation, WorkerUse } from './model.ts';
import { notesOn } from './notes.ts';
import { type MeasuredWorker, type UsedHour, usedHours, withoutStart } from './usage.ts';

/** Fewer hours show too little. As AWS Compute Optimizer: https://docs.aws.amazon.com/compute-optimizer/latest/ug/requirements.html */
const LEAST_HOURS = 30;

/**
 * The cheapest type that has what the workers need: never less than a measured peak with its margin. The number of workers
 * stays: a worker of the new type does what one does today.
 */
export function recommend(measured: Measured): Recommendation {
  const { workers, launched, catalog, allowed, priceOf } = measured;
  const known = workers.filter(({ type }) => catalog.has(type));
  const used = known.map((worker) => ({
    ...worker,
    cpu: usedCores(worker, catalog),
    memory: usedHours(worker.id, worker.memory, sizeOf(catalog.get(worker.type))),
  }));
  const cpu = cpuEstimate(used.flatMap((worker) => worker.cpu));
  const seenMemory = memoryEstimate(used.flatMap((worker) => worker.memory));
  const memory = seenMemory.hours >= LEAST_HOURS ? seenMemory : null;
  const current = mostMeasured(known);
  const byWorker = used.map(useOf).sort((one, other) => (other.cpu ?? 0) - (one.cpu ?? 0));
  const nothing = { type: null, current, launches: [], cpu, memory, notes: [], workers: byWorker, types: [] };
  const missing = [...new Set([...launched, ...workers.map(({ type }) => type)])].filter((type) => !catalog.has(type));
  if (missing.length > 0) return { ...nothing, verdict: because['rightsize-type-unknown']({ types: missing }) };
  const bounds = boundsOf(allowed, catalog);
  if ('code' in bounds) return { ...nothing, verdict: bounds };
  if (cpu.hours < LEAST_HOURS || current === null) {
    const { hours, workers: seen } = cpu;
    return { ...nothing, verdict: because['rightsize-too-little']({ hours, workers: seen, needed: LEAST_HOURS }) };
  }
  const kept = known.map(({ type }) => sizeOf(catalog.get(type))).reduce((most, size) => Math.max(most, size), 0);
  const need: Need = { vcpus: cpu.need, sustained: cpu.p95 * (1 + MARGIN), memory: memory?.need ?? kept };
  const usual = [...new Set([...launched, ...known.map(({ type }) => type)])].flatMap(
    (type) => catalog.get(type) ?? [],
  );
  const compared = [...catalog.values()]
    .filter((type) => isAlike(type, usual))
    .map((type) => comparedType(type, { need, cpu, memory, bounds, measured, current, usd: priceOf(type.name) }))
    .sort(byPrice(current));
  const fitting = compared.filter(({ isFitting }) => isFitting);
  const best = fitting.find(({ usd }) => usd !== null);
  const types = compared.map((each) => (each === best ? { ...each, verdict: because['type-recommended']({}) } : each));
  const notes = notesOn({ measured, cpu, memory, kept, current, best: best?.type ?? null });
  if (!best) return { ...nothing, types, notes, verdict: withoutType(fitting, need, allowed) };
  const type = best.type.name;
  const launches = [type, ...fitting.map(({ type: { name } }) => name).filter((name) => launched.includes(name))];
  return {
    ...nothing,
    type,
    types,
    notes,
    launches: [...new Set(launches)],
    verdict:
      type === current
        ? because['rightsize-keep']({ type })
        : because['rightsize-recommended'](changed(current, best, priceOf)),
  };
}

interface Need {
  readonly vcpus: number;
  /** What is used most of the time, with the margin. */
  readonly sustained: number;
  readonly memory: number;
}

/** The hours of a worker in cores. */
const usedCores = ({ id, cpu, type, launchedAt }: MeasuredWorker, catalog: Measured['catalog']): readonly UsedHour[] =>
  withoutStart(usedHours(id, cpu, catalog.get(type)?.vcpus ?? 0), launchedAt);

interface UsedWorker extends Pick<MeasuredWorker, 'id' | 'type'> {
  readonly cpu: readonly UsedHour[];
  readonly memory: readonly UsedHour[];
}

const useOf = ({ id, type, cpu, memory }: UsedWorker): WorkerUse => ({
  id,
  type,
  hours: cpu.length,
  cpu: mostOf(cpu),
  memory: mostOf(memory),
});

const mostOf = (hours: readonly UsedHour[]): number | null =>
  hours.length === 0 ? null : hours.reduce((most, { max }) => Math.max(most, max), 0);

const sizeOf = (type: InstanceType | undefined): number => (type ? memoryOf(type) : 0);
const rounded = (amount: number): number => Number(amount.toPrecision(3));

function mostMeasured(workers: readonly MeasuredWorker[]): string | null {
  const hours = new Map<string, number>();
  for (const { type, cpu } of workers) hours.set(type, (hours.get(type) ?? 0) + cpu.length);
  return [...hours].sort(([, one], [, other]) => other - one)[0]?.[0] ?? null;
}

/** Whether the image of the usual types runs on a type, which has what these have beside CPU and memory. */
function isAlike({ architectures, isBareMetal, accelerators }: InstanceType, usual: readonly InstanceType[]): boolean {
  return usual.every(
    (each) =>
      architectures.some((name) => each.architectures.includes(name)) &&
      isBareMetal === each.isBareMetal &&
      accelerators >= each.accelerators,
  );
}

interface Comparison {
  readonly need: Need;
  readonly cpu: Estimate;
  readonly memory: Estimate | null;
  readonly bounds: Bounds;
  readonly measured: Measured;
  readonly current: string;
  readonly usd: number | null;
}

function comparedType(type: InstanceType, comparison: Comparison): ComparedType {
  const { need, cpu, memory, bounds, measured, current, usd } = comparison;
  const lacks =
    lackOf(type, need) ??
    (isAllowed(type, bounds, measured) ? slownessOf(type.name, current, measured) : because['type-not-allowed']({}));
  const size = memoryOf(type);
  return {
    type,
    usd,
    cpu: { p95: cpu.p95 / type.vcpus, peak: cpu.peak / type.vcpus },
    memory: memory && { p95: memory.p95 / size, peak: memory.peak / size },
    isFitting: lacks === null,
    verdict: lacks ?? because[usd === null ? 'type-unpriced' : 'type-fits']({}),
  };
}

function lackOf(type: InstanceType, { vcpus, sustained, memory }: Need): Reason | null {
  if (type.vcpus < vcpus) return because['type-cpu-too-small']({ vcpus: rounded(vcpus) });
  if (memoryOf(type) < memory) return because['type-memory-too-small']({ memoryGiB: rounded(memory / GIB) });
  const baseline = sustainedCores(type);
  if (baseline >= sustained) return null;
  return because['type-burst-too-small']({ vcpus: rounded(sustained), baseline: rounded(baseline) });
}

function isAllowed(type: InstanceType, { min, max }: Bounds, { isListedOnly, launched }: Measured): boolean {
  const memory = memoryOf(type);
  const isWithin = type.vcpus >= min.vcpus && type.vcpus <= max.vcpus && memory >= min.memory && memory <= max.memory;
  return isWithin && (!isListedOnly || launched.includes(type.name));
}

/** Those without a price come last. Of equal prices, the current type is first, then the one with less CPU and memory. */
const byPrice =
  (current: string) =>
  (one: ComparedType, other: ComparedType): number =>
    (one.usd ?? Number.MAX_VALUE) - (other.usd ?? Number.MAX_VALUE) ||
    Number(other.type.name === current) - Number(one.type.name === current) ||
    one.type.vcpus - other.type.vcpus ||
    one.type.memoryMiB - other.type.memoryMiB ||
    (one.type.name < other.type.name ? -1 : 1);

function withoutType(fitting: readonly ComparedType[], need: Need, { minAllowed, maxAllowed }: AllowedSizes): Reason {
  if (fitting.length > 0) return because['rightsize-unpriced']({ types: fitting.map(({ type: { name } }) => name) });
  const isBounded = minAllowed !== undefined || maxAllowed !== undefined;
  const [vcpus, memoryGiB] = [rounded(need.vcpus), rounded(need.memory / GIB)];
  return because['rightsize-nothing-fits']({ vcpus, memoryGiB, isBounded });
}

function changed(current: string, best: ComparedType, priceOf: Measured['priceOf']) {
  const [usd, today] = [best.usd, priceOf(current)];
  const savedPercent = usd === null || today === null ? null : Math.round((1 - usd / today) * 100);
  return { type: best.type.name, instead: current, savedPercent };
}
