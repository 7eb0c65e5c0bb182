import { type Check, warned } from '../../model/index.ts';
import { metricSource, type Policy } from '../../policy/index.ts';
import { workOf } from '../../rules/index.ts';
import type { Readouts } from '../../sources/index.ts';
import { because } from './reasons.ts';

/** If a rule asks for more than this multiple of the maximum, its figure is probably in another unit. */
const FAR_ABOVE_MAXIMUM = 2;

/** Names of metrics that count what exists at a moment. Their sums are not amounts of work, so no figure per second fits. */
const EXISTS_NOW = /active|backlog|busy|concurren|depth|in.?flight|length|open|pending|queued|running|visible|waiting/i;

/**
 * Warns of rules whose figure for a worker is probably per second, while their metric is the sum of a period. Such a rule
 * now asks for far more workers than the group may have, and would not if its metric were per second.
 */
export function sumChecks({ group, capacity: { max }, metrics, rules }: Policy, read: Readouts): Check[] {
  return rules.flatMap((rule) => {
    const { capacity, target } = workOf(rule);
    const figure = capacity ?? (target?.isTotal ? target : undefined);
    const source = figure && metricSource(figure.metric, metrics);
    if (!source || source.computedBy || source.statistic !== 'Sum') return [];
    const measured = source.measures && 'name' in source.measures ? source.measures.name : '';
    if (EXISTS_NOW.test(figure.metric) || EXISTS_NOW.test(measured)) return [];
    const answer = read.get(figure.metric);
    const newest = Array.isArray(answer) ? answer.at(-1)?.value : undefined;
    if (newest === undefined) return [];
    const [asked, inSeconds] = [newest / figure.value, newest / source.period / figure.value].map(Math.ceil);
    if (asked === undefined || inSeconds === undefined || asked <= FAR_ABOVE_MAXIMUM * max || inSeconds > max)
      return [];
    const of = { rule: rule.name, metric: figure.metric, period: source.period };
    const reason = because['preflight-sum-as-rate']({ ...of, value: newest, perWorker: figure.value, asked, max });
    return [warned(group, reason, because['remedy-sum-as-rate']({ ...of, asked: inSeconds }))];
  });
}
