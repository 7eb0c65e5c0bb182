import { secondsText } from '../../model/index.ts';
import { type GroupState, type LaunchToReady, launchToReady, type ReadyTimes, type Start } from '../../state/index.ts';
import type { Fact } from './group-facts.ts';

/** What was measured of the workers of one type. */
interface OfType extends LaunchToReady {
  readonly type: string;
  readonly start: Start;
}

/** The types in order of their names, each with its kinds of start. */
export const readyByType = (times: ReadyTimes): OfType[] =>
  Object.keys(times.types)
    .toSorted()
    .flatMap((type) =>
      (['cold', 'warm'] as const).flatMap((start) => {
        const measured = launchToReady(times, { type, start });
        return measured ? [{ type, start, ...measured }] : [];
      }),
    );

/** Lines of `status`: one of the group, and one for each type if there are several. */
export function readyFacts({ counters: { readyTimes } }: Pick<GroupState, 'counters'>): Fact[] {
  const all = readyTimes && launchToReady(readyTimes);
  if (!all) return [];
  const byType = readyByType(readyTimes);
  const types = byType.length < 2 ? [] : byType.map((each) => `${each.type}, ${each.start}: ${measuredText(each)}`);
  return [measuredText(all), ...types].map((text): Fact => ['launch to ready', text]);
}

const measuredText = ({ p50, p95, launches }: LaunchToReady): string =>
  `half of the latest launches within ${secondsText(Math.round(p50))}, 95 % within ${secondsText(Math.round(p95))} (${launches} measured)`;

/** As JSON, in seconds; null without a launch. */
export function readyDocument({ counters: { readyTimes } }: Pick<GroupState, 'counters'>): object | null {
  const all = readyTimes && launchToReady(readyTimes);
  return all ? { ...all, boot: readyTimes.boot ?? null, types: readyByType(readyTimes) } : null;
}
