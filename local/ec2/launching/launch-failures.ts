import { isIn, type PlaceInPool } from '../faults.ts';
import { stateReason } from '../instances/state-reasons.ts';
import type { Doom } from '../model.ts';

/**
 * The next instances of the pools that match all given fields are launched and then end by themselves, as with a KMS key
 * that may not be used or a volume limit that is reached. The call that launched them succeeds.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/troubleshooting-launch.html#troubleshooting-launch-internal
 */
export interface LaunchFailure {
  readonly instanceType?: string;
  readonly subnetId?: string;
  readonly market?: 'on-demand' | 'spot';
  /** A code of a state reason, for example `Client.InternalError`, `Client.VolumeLimitExceeded`. */
  readonly code: string;
  /** AWS's text for the code by default. */
  readonly message?: string;
  /** Number of instances; no limit by default. */
  readonly count?: number;
  /** From the launch until the instance ends, in ms; 0 by default. */
  readonly after?: number;
}

export class LaunchFailures {
  #all: { failure: LaunchFailure; left: number }[] = [];

  add(failure: LaunchFailure): void {
    this.#all.push({ failure, left: failure.count ?? Number.POSITIVE_INFINITY });
  }

  /** When and why an instance that is launched now ends by itself; null if it does not. Older failures apply first. */
  take(place: PlaceInPool, launchedAt: number): Doom | null {
    const found = this.#all.find(({ failure }) => isIn(place, failure));
    if (found === undefined) return null;
    found.left -= 1;
    if (found.left <= 0) this.#all = this.#all.filter((entry) => entry !== found);
    const { code, message, after = 0 } = found.failure;
    return { at: launchedAt + after, reason: stateReason(code, message) };
  }

  clear(): void {
    this.#all = [];
  }
}
