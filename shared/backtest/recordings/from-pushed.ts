import { timeText } from '../../presentation/index.ts';
import { isTotal, type RecordedSeries, type Wanted } from '../../simulation/index.ts';
import type { BacktestDeployment } from './deployment.ts';
import type { RecordedPart } from './recorded.ts';
import type { Span } from './span.ts';

type Points = RecordedSeries['points'];

/** Reads the wanted series that the group's application or workers pushed, one datapoint for each period of the span. */
export async function recordedByPushes(
  { store }: BacktestDeployment,
  group: string,
  wanted: readonly Wanted[],
  span: Span,
): Promise<RecordedPart> {
  if (wanted.length === 0) return { series: [], notes: [] };
  const found = (await store.pushedValues.read([{ group, since: span.from }])).get(group);
  if (found === undefined || found instanceof Error) throw found ?? new Error(`nothing was read for ${group}`);
  const series = wanted.map((each): RecordedSeries => {
    const inPeriods = (points: Points) => heldIn(points, each.countsFor ?? 0, span);
    const own = found.group.get(each.name) ?? [];
    const ofWorkers = [...(found.workers.get(each.name)?.values() ?? [])];
    const points = own.length > 0 ? inPeriods(own) : together(ofWorkers.map(inPeriods), isTotal(each.signal));
    return { ...each, points };
  });
  const { cutAt } = found;
  if (cutAt === null) return { series, notes: [] };
  const cut = `There are too many pushed values to read them all. Those before ${timeText(cutAt)} UTC were left out.`;
  return { series, notes: [cut] };
}

/**
 * Pushes come at any moment. The value of a period is the mean of its values. In a period without one, the last value holds
 * for as long as it counts in an evaluation.
 */
function heldIn(points: Points, countsFor: number, { from, to, period }: Span): Points {
  const held: { at: number; value: number }[] = [];
  let next = points.findIndex(({ at }) => at >= from);
  if (next < 0) return held;
  for (let at = from; at < to; at += period * 1000) {
    const first = next;
    let sum = 0;
    for (; next < points.length && (points[next]?.at ?? 0) < at + period * 1000; next += 1)
      sum += points[next]?.value ?? 0;
    const last = points[next - 1];
    if (next > first) held.push({ at, value: sum / (next - first) });
    else if (last && at - last.at < countsFor * 1000) held.push({ at, value: last.value });
  }
  return held;
}

/** The sum or the mean of the series of workers, in each period in which any of them has a value. */
function together(series: readonly Points[], isSum: boolean): Points {
  const figures = new Map<number, { sum: number; count: number }>();
  for (const { at, value } of series.flat()) {
    const { sum, count } = figures.get(at) ?? { sum: 0, count: 0 };
    figures.set(at, { sum: sum + value, count: count + 1 });
  }
  return [...figures]
    .map(([at, { sum, count }]) => ({ at, value: isSum ? sum : sum / count }))
    .sort((one, other) => one.at - other.at);
}
