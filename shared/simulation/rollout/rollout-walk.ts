import type { Tick } from '../engine/tick.ts';

/** How workers are replaced, as the policy says. Durations in seconds. */
export interface RolloutPlan {
  /** So many workers are replaced at once, or a share of them such as `10%`. */
  readonly parallel: number | string;
  readonly delay: number;
  /** Percent of the group, ascending, at which it waits for `bake`. */
  readonly checkpoints: readonly number[];
  readonly bake: number;
  readonly monitor: number;
  readonly capacity: 'surge' | 'in-place';
}

/** Durations in seconds. */
export interface RolloutTimes {
  readonly boot: number;
  readonly drain: number;
  /** Between two evaluations, in which a rollout proceeds. */
  readonly every: number;
}

export interface RolloutPrediction {
  /** ms since the epoch. */
  readonly startedAt: number;
  /** Null: it does not end within the demand. */
  readonly seconds: number | null;
  /** Workers at its start. */
  readonly workers: number;
  readonly replaced: number;
  /** Outdated ones that scale-outs launched meanwhile, and those that scale-ins and interruptions removed. */
  readonly added: number;
  readonly removed: number;
  /** Worker-hours that are billed in addition. */
  readonly extraWorkerHours: number;
  /** Worker-hours that are missing while replacements boot; 0 with surge. */
  readonly missingWorkerHours: number;
  /** The most replacements at once. */
  readonly mostAtOnce: number;
  /** Seconds in which it only waits: at checkpoints, and between workers. */
  readonly bakeSeconds: number;
  readonly delaySeconds: number;
}

/** One worker's replacement. Seconds since the epoch. */
interface Replacement {
  readonly startedAt: number;
  readonly provenAt: number;
  /** Null: the old worker still serves. */
  goneAt: number | null;
}

const HOUR = 3600;

/**
 * A rollout on the capacity of a replay, evaluation by evaluation. A scale-in removes outdated workers first, and a
 * scale-out launches the new version once a replacement is proven. Replacements do not change the capacity of the replay.
 */
export class RolloutWalk {
  readonly #plan: RolloutPlan;
  readonly #times: RolloutTimes;
  #running: Replacement[] = [];
  #start: number | undefined;
  #endedAt: number | undefined;
  /** Workers of the old version that are not being replaced, and proven ones of the new version. */
  #outdated = 0;
  #fresh = 0;
  #workers = 0;
  #passed = 0;
  #bakesUntil = Number.NEGATIVE_INFINITY;
  #waitsUntil = Number.NEGATIVE_INFINITY;
  #now = 0;
  #nextAt = Number.NEGATIVE_INFINITY;
  readonly #count = { replaced: 0, added: 0, removed: 0, mostAtOnce: 0 };
  /** In worker-seconds and seconds. */
  readonly #sum = { extra: 0, missing: 0, bake: 0, delay: 0 };

  constructor(plan: RolloutPlan, times: RolloutTimes) {
    this.#plan = plan;
    this.#times = times;
  }

  /** Takes in the steps of a replay. The rollout starts at the first. */
  step({ at, ready, booting, launched, retired, interrupted }: Tick): void {
    const before = this.#now;
    this.#now = at / 1000;
    if (this.#endedAt !== undefined) return;
    if (this.#start === undefined) {
      this.#start = this.#now;
      this.#workers = ready + booting;
      this.#outdated = this.#workers;
    } else {
      this.#wait(this.#now - before);
      this.#follow(launched, retired + interrupted);
    }
    if (this.#now < this.#nextAt) return;
    this.#nextAt = this.#now + this.#times.every;
    this.#proceed();
  }

  /** Call it once, after the last step. */
  result(): RolloutPrediction {
    const { replaced, added, removed, mostAtOnce } = this.#count;
    for (const each of this.#running) this.#account(each, Math.min(this.#now, each.goneAt ?? Infinity));
    const { extra, missing, bake, delay } = this.#sum;
    const start = this.#start ?? 0;
    return {
      startedAt: start * 1000,
      seconds: this.#endedAt === undefined ? null : this.#endedAt - start,
      workers: this.#workers,
      replaced,
      added,
      removed,
      extraWorkerHours: extra / HOUR,
      missingWorkerHours: missing / HOUR,
      mostAtOnce,
      bakeSeconds: bake,
      delaySeconds: delay,
    };
  }

  /** What the group does by itself. */
  #follow(launched: number, gone: number): void {
    const outdated = Math.min(gone, this.#outdated);
    this.#outdated -= outdated;
    this.#count.removed += outdated;
    this.#fresh = Math.max(0, this.#fresh - (gone - outdated));
    if (this.#fresh > 0) this.#fresh += launched;
    else {
      this.#outdated += launched;
      this.#count.added += launched;
    }
  }

  #wait(seconds: number): void {
    if (this.#running.length > 0) return;
    if (this.#now <= this.#bakesUntil) this.#sum.bake += seconds;
    else if (this.#now <= this.#waitsUntil) this.#sum.delay += seconds;
  }

  #proceed(): void {
    this.#settle();
    this.#bake();
    if (this.#now >= Math.max(this.#bakesUntil, this.#waitsUntil)) this.#replace();
    if (this.#running.length === 0 && this.#outdated === 0 && this.#now >= this.#bakesUntil) this.#endedAt = this.#now;
  }

  /** Proven replacements take the places of old workers; replacements without old workers have ended. */
  #settle(): void {
    const { drain } = this.#times;
    for (const each of this.#running) {
      if (this.#now >= each.provenAt) each.goneAt ??= this.#now + drain;
    }
    const isEnded = ({ provenAt, goneAt }: Replacement) => this.#now >= Math.max(provenAt, goneAt ?? Infinity);
    const ended = this.#running.filter(isEnded);
    if (ended.length === 0) return;
    this.#running = this.#running.filter((each) => !isEnded(each));
    for (const each of ended) this.#account(each, each.goneAt ?? this.#now);
    this.#fresh += ended.length;
    this.#count.replaced += ended.length;
    if (this.#outdated > 0) this.#waitsUntil = this.#now + this.#plan.delay;
  }

  #bake(): void {
    const { checkpoints, bake } = this.#plan;
    const checkpoint = checkpoints[this.#passed];
    if (checkpoint === undefined || this.#running.length > 0 || this.#fresh < Math.max(1, this.#needed(checkpoint)))
      return;
    this.#passed += 1;
    this.#bakesUntil = this.#now + bake;
    // One wait is enough for checkpoints that are reached together.
    this.#bake();
  }

  #replace(): void {
    const { parallel, checkpoints, capacity, monitor } = this.#plan;
    const { boot, drain } = this.#times;
    const checkpoint = checkpoints[this.#passed];
    const open = checkpoint === undefined ? Infinity : this.#needed(checkpoint) - this.#fresh - this.#running.length;
    const most = atOnce(parallel, this.#live) - this.#running.length;
    const count = Math.max(0, Math.min(most, open, this.#outdated));
    for (let each = 0; each < count; each += 1) {
      const goneAt = capacity === 'surge' ? null : this.#now + drain;
      this.#running.push({ startedAt: this.#now, provenAt: this.#now + boot + monitor, goneAt });
    }
    this.#outdated -= count;
    this.#count.mostAtOnce = Math.max(this.#count.mostAtOnce, this.#running.length);
  }

  /** An old worker and its replacement are both billed until the old one is gone. */
  #account({ startedAt }: Replacement, until: number): void {
    this.#sum.extra += until - startedAt;
    if (this.#plan.capacity === 'in-place') this.#sum.missing += Math.min(this.#times.boot, this.#now - startedAt);
  }

  #needed = (percent: number): number => Math.ceil((percent / 100) * this.#live);

  get #live(): number {
    return this.#outdated + this.#running.length + this.#fresh;
  }
}

/** At least one, so that a rollout proceeds. */
const atOnce = (parallel: RolloutPlan['parallel'], workers: number): number =>
  typeof parallel === 'number' ? parallel : Math.max(1, Math.floor((Number.parseFloat(parallel) / 100) * workers));
