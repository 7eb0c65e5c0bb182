const DAY = 24;
const WEEK = 7 * DAY;
/** Hours of data that a forecast reads at most. */
const KEPT = 14 * DAY;
/** Hours that a forecast covers, and hours between two forecasts. */
const AHEAD = 48;
const REFRESH = 6;

/**
 * Hourly forecasts as predictive scaling makes them: of the next 48 hours, from at least 24 hours and at most 14 days of data,
 * every 6 hours. AWS documents that they follow daily or weekly patterns, but not the model. Here, each follows the mean of
 * the same hour on past days or on past weeks, whichever had the smaller error in the past week.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/predictive-scaling-policy-overview.html
 */
export class HourlyForecast {
  /** Mean load of the last {@link KEPT} hours, by hour since the start. */
  readonly #loads = new Float64Array(KEPT);
  readonly #forecast = new Float64Array(AHEAD);
  #hours = 0;
  /** The first hour of the forecast. */
  #from: number | undefined;

  /** Adds the mean load of the next hour. */
  add(load: number): void {
    this.#loads[this.#hours % KEPT] = load;
    this.#hours += 1;
    if (this.#hours >= DAY && this.#hours % REFRESH === 0) this.#refresh();
  }

  /** The forecast load of an hour; undefined without a forecast of it. */
  of(hour: number): number | undefined {
    return this.#from === undefined ? undefined : this.#forecast[hour - this.#from];
  }

  #refresh(): void {
    const now = this.#hours;
    const cycle = this.#error(WEEK) < this.#error(DAY) ? WEEK : DAY;
    for (let ahead = 0; ahead < AHEAD; ahead += 1) {
      this.#forecast[ahead] = this.#mean(now + ahead, now, cycle) ?? this.#mean(now + ahead, now, DAY) ?? 0;
    }
    this.#from = now;
  }

  /** Mean load of the hours that are whole cycles before `hour`, as known at `now`. */
  #mean(hour: number, now: number, cycle: number): number | undefined {
    let [sum, count] = [0, 0];
    for (let past = hour - cycle; past >= Math.max(0, this.#hours - KEPT); past -= cycle) {
      if (past >= now) continue;
      sum += this.#loads[past % KEPT] ?? 0;
      count += 1;
    }
    return count === 0 ? undefined : sum / count;
  }

  /** Squared error in the past week; infinite if the data do not reach back far enough. */
  #error(cycle: number): number {
    let sum = 0;
    for (let hour = this.#hours - WEEK; hour < this.#hours; hour += 1) {
      const expected = hour < 0 ? undefined : this.#mean(hour, hour, cycle);
      if (expected === undefined) return Number.POSITIVE_INFINITY;
      sum += ((this.#loads[hour % KEPT] ?? 0) - expected) ** 2;
    }
    return sum;
  }
}
