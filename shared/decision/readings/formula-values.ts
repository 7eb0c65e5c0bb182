import { type Formula, isMeasured, readsGroup } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { GroupFigures } from './group-figures.ts';
import type { MeasuredSeries } from './measured-series.ts';
import { commonEnd, cutAt, isTooOld, isUpTo, paceOf, readingOf } from './newest.ts';
import { averaged, endOf, inOrder, type Reading, type Series } from './series.ts';
import type { Traits } from './traits.ts';

/** Values of the metrics that a formula computes from measured metrics and from figures of the group. */
export class FormulaValues {
  readonly #metrics: Policy['metrics'];
  readonly #now: number;
  readonly #measured: MeasuredSeries;
  readonly #figures: GroupFigures;

  constructor(metrics: Policy['metrics'], now: number, measured: MeasuredSeries, figures: GroupFigures) {
    this.#metrics = metrics;
    this.#now = now;
    this.#measured = measured;
    this.#figures = figures;
  }

  /**
   * The value at the newest moment at which all metrics of the formula were measured, with the group's figures at that moment.
   * `given`: figures to use instead, by name.
   */
  newest(metric: string, given: (name: string) => number | undefined = () => undefined): Reading | undefined {
    const traits = this.#measured.traitsOf(metric);
    const { names, evaluate } = traits.computedBy as Formula;
    const { inputs, used, from, to, figureAt } = this.inputsOf(names);
    const isSilent = traits.isZeroWhenSilent && [...inputs.keys()].every((name) => this.#measured.read(name));
    const silence = isSilent ? { value: 0, from: this.#now, to: this.#now } : undefined;
    if ([...used.values()].some((each) => isTooOld(each, traits, this.#now))) return silence;
    if (traits.window > 0) return readingOf(this.past(traits));
    const value = evaluate((name) => given(name) ?? figureAt(name));
    if (isMeasured(value)) return { value, from, to };
    const isEmpty = [...inputs.values()].some(({ points }) => points.length === 0);
    return isEmpty ? silence : undefined;
  }

  /** What a formula reads, up to the newest moment at which all its metrics were measured. */
  inputsOf(names: readonly string[]) {
    const inputs = new Map(this.#measuredIn(names).map((name) => [name, this.#measured.of(name)]));
    const common = commonEnd([...inputs.values()]);
    const used = new Map([...inputs].map(([name, each]) => [name, common === null ? each : cutAt(each, common)]));
    const read = new Map([...used].map(([name, each]) => [name, readingOf(each)]));
    const to = common ?? this.#now;
    const from = common === null ? to : Math.max(...[...read.values()].map((each) => each?.from ?? to));
    const figureAt = (name: string) => this.#figures.over(name, from, to) ?? read.get(name)?.value;
    return { inputs, used, from, to, figureAt };
  }

  /** The values at all moments at which one of the formula's metrics was measured, with the group's figures at each moment. */
  past(traits: Traits): Series {
    const { names, evaluate } = traits.computedBy as Formula;
    const inputs = new Map(this.#measuredIn(names).map((name) => [name, averaged(this.#measured.of(name))]));
    const all = [...inputs.values()];
    const pace = paceOf(traits, all);
    const common = commonEnd(all) ?? Infinity;
    const values = new Map([...inputs].map(([name, { points }]) => [name, inOrder(points)]));
    const moments = [...new Set(all.flatMap(({ points }) => points.map(({ at }) => at)))].filter((at) =>
      isUpTo({ at, value: 0 }, pace, common),
    );
    const points = moments
      .toSorted((earlier, later) => earlier - later)
      .flatMap((at) => {
        const to = endOf({ at, value: 0 }, pace);
        const value = evaluate((name) => this.#figures.over(name, at, to) ?? values.get(name)?.(at));
        return isMeasured(value) ? { at, value } : [];
      });
    return { points, traits: pace };
  }

  #measuredIn(names: readonly string[]): string[] {
    return names.filter((name) => !readsGroup(name, this.#metrics));
  }
}
