import { type Fleet, unitsOf, type Worker, weightOf } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { usedRules } from '../../rules/index.ts';

/** A moment at which capacity was added, and how much. */
export interface Came {
  readonly at: number;
  readonly weight: number;
}

interface Moments {
  /** Since when the running workers serve. */
  readonly serving: readonly Came[];
  /** When the current workers were launched, without those that drain. */
  readonly launched: readonly Came[];
  /** Since when the draining workers served. */
  readonly draining: readonly Came[];
}

/** When the current workers were launched, and since when they serve. Moments in ms since the epoch. */
export class Arrivals {
  /** The policy's `warmup`, in ms. */
  readonly warmup: number;
  readonly #now: number;
  readonly #fleet: Fleet;
  readonly #boot: number;
  #known: Moments | undefined;

  constructor(policy: Policy, fleet: Fleet, now: number) {
    this.warmup = policy.warmup * 1000;
    this.#now = now;
    this.#fleet = fleet;
    this.#boot = knownBootOf(policy) * 1000;
  }

  get moments(): Moments {
    if (this.#known) return this.#known;
    const { workers, isListed } = this.#fleet;
    const cameAt = (some: readonly Worker[], moment: (worker: Worker) => number) =>
      some.map((worker) => ({ at: moment(worker), weight: weightOf(worker) }));
    const since = (some: readonly Worker[]) => cameAt(some, (worker) => this.#servesSince(worker));
    const running = since(workers.filter(isRunning)).filter(({ at }) => at <= this.#now);
    const live = workers.filter(({ state }) => state !== 'draining');
    this.#known = {
      // Of those that were only counted, the warming ones are known to be younger than the warm-up.
      serving: isListed ? running : [{ at: this.#now - this.warmup, weight: this.warmingInService() }],
      launched: cameAt(live, ({ launchedAt = -Infinity }) => launchedAt),
      draining: since(workers.filter(({ state }) => state === 'draining')),
    };
    return this.#known;
  }

  /** How many warming workers already serve, as far as that is known. */
  warmingInService(): number {
    const { workers, counts, isListed } = this.#fleet;
    if (counts.warming === 0) return 0;
    if (!isListed) return this.warmup > 0 ? counts.warming : 0;
    return unitsOf(workers.filter((worker) => worker.state === 'warming' && this.#servesSince(worker) <= this.#now));
  }

  /** Whether every worker that runs now has served since this moment. */
  areAllBefore(moment: number): boolean {
    const { workers, counts, isListed } = this.#fleet;
    if (!isListed) return counts.warming === 0 || this.warmup === 0 || this.#now - this.warmup <= moment;
    return workers.every((worker) => !isRunning(worker) || this.#servesSince(worker) <= moment);
  }

  /** Without the moment of its launch, a warming worker is known to be younger than the warm-up. */
  #servesSince({ state, launchedAt }: Worker): number {
    if (launchedAt !== undefined) return Math.min(this.#now, launchedAt + this.#boot);
    if (state !== 'warming') return -Infinity;
    return this.warmup > 0 ? this.#now - this.warmup : Infinity;
  }
}

/** How much capacity was added after the moment. */
export const cameAfter = (came: readonly Came[], moment: number): number =>
  came.reduce((units, { at, weight }) => (at > moment ? units + weight : units), 0);

/** An average covers every worker that runs, and none that has still to start. One that is unhealthy once served. */
const isRunning = ({ state }: Worker): boolean => state === 'ready' || state === 'warming' || state === 'unhealthy';

/** Seconds from a launch until a worker serves, as far as a rule says so: the shortest. */
function knownBootOf(policy: Policy): number {
  const known = boots.get(policy);
  if (known !== undefined) return known;
  const written = usedRules(policy).flatMap((rule) => ('boot' in rule ? (rule.boot ?? []) : []));
  const boot = written.length === 0 ? 0 : Math.min(...written);
  boots.set(policy, boot);
  return boot;
}
const boots = new WeakMap<Policy, number>();
