export { type CallFault, CallFaults } from '../query/call-faults.ts';

/** Limits the pools that match all given fields to `remaining` more instances. */
export interface Shortage {
  readonly instanceType?: string;
  readonly subnetId?: string;
  readonly market?: 'on-demand' | 'spot';
  /** 0 by default. */
  readonly remaining?: number;
  /**
   * `InsufficientInstanceCapacity` by default; for example `MaxSpotInstanceCountExceeded`, `VcpuLimitExceeded`. EC2 Fleet
   * also reports throttling and internal errors so, in a successful response: `RequestLimitExceeded`, `InternalError`.
   * https://github.com/aws/karpenter-provider-aws/issues/8923
   */
  readonly code?: string;
  readonly message?: string;
  /** Number of errors after which the shortage is over; no limit by default. */
  readonly times?: number;
}

export interface PlaceInPool {
  readonly instanceType: string;
  readonly subnetId: string;
  readonly market: 'on-demand' | 'spot';
}

/** Whether the place matches all given fields. */
export const isIn = (place: PlaceInPool, fields: Partial<PlaceInPool>): boolean =>
  (fields.instanceType ?? place.instanceType) === place.instanceType &&
  (fields.subnetId ?? place.subnetId) === place.subnetId &&
  (fields.market ?? place.market) === place.market;

export class Shortages {
  #all: { shortage: Shortage; left: number; errorsLeft: number }[] = [];

  add(shortage: Shortage): void {
    this.#all.push({
      shortage,
      left: shortage.remaining ?? 0,
      errorsLeft: shortage.times ?? Number.POSITIVE_INFINITY,
    });
  }

  /** Takes one instance of capacity from the pool. Returns the shortage that prevents it, or null on success. */
  take(place: PlaceInPool): Shortage | null {
    const matching = this.#all.filter(({ shortage }) => isIn(place, shortage));
    const exhausted = matching.find(({ left }) => left <= 0);
    if (exhausted === undefined) {
      for (const entry of matching) entry.left -= 1;
      return null;
    }
    exhausted.errorsLeft -= 1;
    if (exhausted.errorsLeft <= 0) this.#all = this.#all.filter((entry) => entry !== exhausted);
    return exhausted.shortage;
  }

  /** Returns one instance of capacity to the pool, because its launch was undone. */
  giveBack(place: PlaceInPool): void {
    for (const entry of this.#all) if (isIn(place, entry.shortage)) entry.left += 1;
  }

  clear(): void {
    this.#all = [];
  }
}
