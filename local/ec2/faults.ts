export { type CallFault, CallFaults } from '../query/call-faults.ts';

/** Limits the pools that match all given fields to `remaining` more instances. */
export interface Shortage {
  readonly instanceType?: string;
  readonly subnetId?: string;
  readonly market?: 'on-demand' | 'spot';
  /** 0 by default. */
  readonly remaining?: number;
  /** `InsufficientInstanceCapacity` by default; for example `MaxSpotInstanceCountExceeded`, `VcpuLimitExceeded`. */
  readonly code?: string;
  readonly message?: string;
}

export interface PlaceInPool {
  readonly instanceType: string;
  readonly subnetId: string;
  readonly market: 'on-demand' | 'spot';
}

export class Shortages {
  #all: { shortage: Shortage; left: number }[] = [];

  add(shortage: Shortage): void {
    this.#all.push({ shortage, left: shortage.remaining ?? 0 });
  }

  /** Takes one instance of capacity from the pool. Returns the shortage that prevents it, or null on success. */
  take(place: PlaceInPool): Shortage | null {
    const matching = this.#all.filter(
      ({ shortage }) =>
        (shortage.instanceType ?? place.instanceType) === place.instanceType &&
        (shortage.subnetId ?? place.subnetId) === place.subnetId &&
        (shortage.market ?? place.market) === place.market,
    );
    const exhausted = matching.find(({ left }) => left <= 0);
    if (exhausted !== undefined) return exhausted.shortage;
    for (const entry of matching) entry.left -= 1;
    return null;
  }

  clear(): void {
    this.#all = [];
  }
}
