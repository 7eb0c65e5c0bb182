/** Members that wait beside the group, prepared to serve. Durations in steps. */
export interface PoolPlan {
  readonly size: number | PoolSizer;
  /** The most capacity of workers and members together. */
  readonly most: number;
  /** Units of capacity of a member. Members are counted whole; what is asked for, and what comes, is in units. */
  readonly weight: number;
  /** From the start of a member until it serves. */
  readonly start: number;
  /** What a member that waits costs, relative to a worker. */
  readonly price: number;
  /** Workers that leave the group return to the pool. */
  readonly reuse: boolean;
  /** The pool is refilled when the group has not grown for so long. */
  readonly quiet: number;
}

/** Chooses the size, as it learns how the group grows. */
export interface PoolSizer {
  /** Call it in every step, with the capacity that was added in the step before. */
  sizeAt(now: number, grown: number): number;
}

/** The pool in a step. */
export interface PoolTick {
  /** Members that wait, and those that are prepared. */
  readonly members: number;
  readonly preparing: number;
  /** Members started in this step, also in units of capacity, and members launched. */
  readonly started: number;
  readonly startedUnits: number;
  readonly refilled: number;
  /** What it costs in this step: in workers, and in units of capacity. */
  readonly cost: number;
  readonly costUnits: number;
}

interface Batch {
  readonly at: number;
  readonly count: number;
}

/** The members of a warm pool. They serve nothing, and are no capacity. */
export class Pool {
  /** Members that can be started. The pool is full at the start. */
  members: number;
  preparing = 0;
  readonly #plan: PoolPlan;
  readonly #prepare: number;
  #returning = 0;
  /** Members by the step in which they can be started; those that return come from the group. */
  #prepared: Batch[] = [];
  #returned: Batch[] = [];
  #size: number;
  #lastGrew = Number.NEGATIVE_INFINITY;
  #grown = 0;
  #started = 0;
  #refilled = 0;

  /** `prepare`: steps for which a new member is billed as a worker before it waits. */
  constructor(plan: PoolPlan, prepare: number) {
    this.#plan = plan;
    this.#prepare = prepare;
    this.#size = typeof plan.size === 'number' ? plan.size : 0;
    this.members = this.#size;
  }

  get start(): number {
    return this.#plan.start;
  }

  /** Call it once at the start of a step. */
  begin(now: number): void {
    this.#started = 0;
    this.#refilled = 0;
    const ended = (batches: readonly Batch[]) =>
      batches.reduce((sum, { at, count }) => (at <= now ? sum + count : sum), 0);
    const [prepared, returned] = [ended(this.#prepared), ended(this.#returned)];
    if (prepared > 0) this.#prepared = this.#prepared.filter(({ at }) => at > now);
    if (returned > 0) this.#returned = this.#returned.filter(({ at }) => at > now);
    this.preparing -= prepared;
    this.#returning -= returned;
    this.members += prepared + returned;
    if (typeof this.#plan.size === 'number') return;
    this.#size = this.#plan.size.sizeAt(now, this.#grown);
    this.members = Math.min(this.members, this.#size);
    this.#grown = 0;
  }

  /** Starts whole members for this many units, as a launch would start whole workers. Returns how many units they bring. */
  take(units: number): number {
    const { weight } = this.#plan;
    const taken = Math.min(Math.ceil(units / weight), this.members);
    this.members -= taken;
    this.#started += taken;
    return taken * weight;
  }

  /** Workers that leave the group return when their drain has ended, up to this many units. */
  takeBack(units: number, at: number): void {
    const back = this.#plan.reuse ? Math.min(Math.floor(units / this.#plan.weight), this.#room) : 0;
    if (back === 0) return;
    this.#returned.push({ at, count: back });
    this.#returning += back;
  }

  /** Notes that the group was asked to grow. */
  grew(by: number, now: number): void {
    this.#grown += by;
    this.#lastGrew = now;
  }

  /** How many members should be launched beside so much capacity. */
  lacking(now: number, capacity: number): number {
    if (now - this.#lastGrew < this.#plan.quiet) return 0;
    const { most, weight } = this.#plan;
    return Math.max(0, Math.min(this.#room, Math.ceil((most - capacity) / weight) - this.#there));
  }

  refill(count: number, now: number): void {
    this.#prepared.push({ at: now + this.#prepare, count });
    this.preparing += count;
    this.#refilled += count;
  }

  tick(): PoolTick {
    const { members, preparing } = this;
    const cost = preparing + members * this.#plan.price;
    const { weight } = this.#plan;
    return {
      members,
      preparing,
      started: this.#started,
      startedUnits: this.#started * weight,
      refilled: this.#refilled,
      cost,
      costUnits: cost * weight,
    };
  }

  get #there(): number {
    return this.members + this.preparing + this.#returning;
  }

  get #room(): number {
    return Math.max(0, this.#size - this.#there);
  }
}
