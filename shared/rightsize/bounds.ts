import type { Reason } from '../model/index.ts';
import { because } from './because.ts';
import { GIB, type InstanceType, memoryOf } from './instance-type.ts';

/** As a policy writes it: an instance type, or sizes. */
export type Allowed = string | { readonly vcpus?: number | undefined; readonly memoryGiB?: number | undefined };

export interface AllowedSizes {
  readonly minAllowed?: Allowed | undefined;
  readonly maxAllowed?: Allowed | undefined;
}

/** The smallest and the largest size, in vCPUs and bytes. */
export interface Bounds {
  readonly min: { readonly vcpus: number; readonly memory: number };
  readonly max: { readonly vcpus: number; readonly memory: number };
}

/** A type that is named stands for its own size. Returns what is wrong with a bound that nothing can keep. */
export function boundsOf(
  { minAllowed, maxAllowed }: AllowedSizes,
  catalog: ReadonlyMap<string, InstanceType>,
): Bounds | Reason {
  const unknown = [minAllowed, maxAllowed].find((bound) => typeof bound === 'string' && !catalog.has(bound));
  if (typeof unknown === 'string') return because['rightsize-type-unknown']({ types: [unknown] });
  const min = sizeOf(minAllowed, 0, catalog);
  const max = sizeOf(maxAllowed, Number.POSITIVE_INFINITY, catalog);
  if (min.vcpus <= max.vcpus && min.memory <= max.memory) return { min, max };
  return because['rightsize-bounds-contradict']({ min: allowedText(minAllowed), max: allowedText(maxAllowed) });
}

function sizeOf(bound: Allowed | undefined, missing: number, catalog: ReadonlyMap<string, InstanceType>) {
  const type = typeof bound === 'string' ? catalog.get(bound) : undefined;
  if (type) return { vcpus: type.vcpus, memory: memoryOf(type) };
  const { vcpus = missing, memoryGiB = missing } = typeof bound === 'object' ? bound : {};
  return { vcpus, memory: memoryGiB * GIB };
}

const allowedText = (bound: Allowed | undefined): string =>
  typeof bound === 'object'
    ? [
        ...(bound.vcpus === undefined ? [] : [`${bound.vcpus} vCPUs`]),
        ...(bound.memoryGiB === undefined ? [] : [`${bound.memoryGiB} GiB`]),
      ].join(' and ')
    : (bound ?? '');
