import { type DayBefore, Demand, shifted } from './demand.ts';
import { keptFor, seasonBefore } from './season-before.ts';
import { stepsIn, type Timing } from './timing.ts';

/** Demand beyond this multiple of what is usual, or below the inverse, is unusual: it contradicts the season before it. */
export const CONTRADICTS = 2.5;
/** Compared are means of this long, in busy workers; `SOME` keeps very low demand from contradicting. */
const COMPARED_SECONDS = 300;
/** What recurs may come this much earlier or later. */
const SHIFT_SECONDS = 600;
const SOME = 1;
/** So much of the past shows by how much demand has grown within a season. */
const LEVEL_SECONDS = 5400;
/** An hour that is out of the ordinary is a smaller part of this. */
const AROUND_SECONDS = 10_800;

/**
 * Demand of one season as the next one may repeat it. What happened once is no season: where demand contradicts the season
 * before it, that season is kept in its place, at today's level, until demand repeats.
 */
export class Season {
  readonly #steps: number;
  readonly #timing: Timing;
  readonly #demand: Demand;
  readonly #usual: Demand;

  readonly #shorter: Season | undefined;

  /**
   * `steps`: the length of the season. `demand` must keep {@link keptFor} of it. `shorter`: another season of this demand,
   * which takes in each figure before this one. It shows what is usual as long as there is only one season of this length.
   */
  constructor(demand: Demand, steps: number, timing: Timing, shorter?: Season) {
    this.#shorter = shorter;
    this.#steps = steps;
    this.#timing = timing;
    this.#demand = demand;
    this.#usual = new Demand(keptFor(steps, timing));
  }

  /** Takes in the newest figure of the demand. Call it once after each. */
  add(): void {
    this.#usual.add(this.#usualNow());
  }

  /** The season before the newest figure, in the way in which {@link shifted} shows demand. */
  before(): DayBefore {
    return shifted(this.#usual, this.#steps);
  }

  /** The same, as {@link seasonBefore} stores it. */
  stored(): number[] {
    return seasonBefore(this.#usual, this.#steps, this.#timing);
  }

  /** The highest demand that the season before had within `seconds` from here on, as a multiple of its demand here. */
  rise(seconds: number): number {
    const before = this.before();
    const compared = this.#in(COMPARED_SECONDS);
    if (!before.has(compared)) return 1;
    const now = before.mean(0, compared);
    let highest = now;
    for (let ahead = compared; ahead <= this.#in(seconds); ahead += compared) {
      highest = Math.max(highest, before.mean(-ahead, compared));
    }
    return (highest + SOME) / (now + SOME);
  }

  /** Called before the newest figure is in `#usual`, so that a season before it is a step nearer there. */
  #usualNow(): number {
    const demand = this.#demand;
    const season = this.#steps;
    const value = demand.at(0);
    if (!this.#usual.has(season - 1 + this.#in(SHIFT_SECONDS + COMPARED_SECONDS))) {
      return this.#shorter ? this.#shorter.#usual.at(0) : value;
    }
    if (this.#agrees(demand, season) || this.#agrees(this.#usual, season - 1)) return value;
    const before = this.#usual.at(season - 1) * this.#growth();
    const isFirst = demand.length < 2 * season;
    return isFirst && this.#unrest(0) < this.#unrest(season) ? value : before;
  }

  /** How far demand was from the mean of the last hours. Of two seasons that differ, the quieter one is taken for usual. */
  #unrest(ago: number): number {
    const [now, around] = [COMPARED_SECONDS, AROUND_SECONDS].map((seconds) =>
      this.#demand.mean(ago, this.#in(seconds)),
    );
    return Math.abs(Math.log(((now ?? 0) + SOME) / ((around ?? 0) + SOME)));
  }

  /** How usual demand has changed within a season, by the last hour and a half. */
  #growth(): number {
    const compared = this.#in(LEVEL_SECONDS);
    const growth = (this.#usual.mean(0, compared) + SOME) / (this.#usual.mean(this.#steps, compared) + SOME);
    return Math.max(1 / CONTRADICTS, Math.min(CONTRADICTS, growth));
  }

  /** Whether the demand of now is like that of `past`, `ago` steps before its newest figure. */
  #agrees(past: Demand, ago: number): boolean {
    const compared = this.#in(COMPARED_SECONDS);
    const shift = this.#in(SHIFT_SECONDS);
    const now = this.#demand.mean(0, compared);
    let [low, high] = [Infinity, -Infinity];
    for (const place of [ago - shift, ago - shift / 2, ago, ago + shift / 2, ago + shift]) {
      const mean = past.mean(Math.round(place), compared);
      low = Math.min(low, mean);
      high = Math.max(high, mean);
    }
    return now + SOME <= (high + SOME) * CONTRADICTS && now + SOME >= (low + SOME) / CONTRADICTS;
  }

  #in(seconds: number): number {
    return stepsIn(seconds, this.#timing);
  }
}
