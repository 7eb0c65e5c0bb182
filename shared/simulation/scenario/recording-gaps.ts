import { figure } from '../../model/index.ts';
import { type Recording, repeatsInGaps } from './demand-steps.ts';
import type { Scenario } from './scenario.ts';

const HOUR = 3600;
/** Gaps that are shorter in total, in seconds, and no larger share of the recording do not matter for a replay. */
const FEW_SECONDS = HOUR;
const FEW_SHARE = 0.05;

/** Says how much of a recording is missing and how the replay treats it; nothing if it is little. Reads the recording once. */
export function gapNotes(recording: Recording, scenario: Scenario): string[] {
  const { missing, longest, span } = gapsIn(recording, scenario.tick);
  if (missing <= FEW_SECONDS && missing <= FEW_SHARE * span) return [];
  const treated = repeatsInGaps(recording, scenario)
    ? 'the demand before a gap continues in it'
    : 'demand is interpolated there';
  const share = figure(Math.round((1000 * missing) / span) / 10);
  return [
    `the recording has no rows for ${durationText(missing)} (${share} % of its time), at most ${durationText(longest)} in a row; ${treated}`,
  ];
}

interface Gaps {
  /** Seconds without rows, the longest time without any, and the length of the recording. */
  readonly missing: number;
  readonly longest: number;
  readonly span: number;
}

/** Rows are as far apart as most of them, or less far than a step. Every further missing row is a part of a gap. */
function gapsIn(recording: Recording, tick: number): Gaps {
  /** How often rows are so many seconds apart. */
  const counts = new Map<number, number>();
  let before: number | undefined;
  for (const { at } of recording) {
    const seconds = before === undefined ? 0 : Math.round((at - before) / 1000);
    if (seconds > 0) counts.set(seconds, (counts.get(seconds) ?? 0) + 1);
    before = at;
  }
  const spacings = [...counts];
  const [most] = spacings.toSorted(([, one], [, other]) => other - one);
  const usual = Math.max(tick, most?.[0] ?? 0);
  const gaps = spacings.filter(([seconds]) => seconds >= 2 * usual);
  return {
    missing: gaps.reduce((sum, [seconds, count]) => sum + (seconds - usual) * count, 0),
    longest: Math.max(0, ...gaps.map(([seconds]) => seconds - usual)),
    span: spacings.reduce((sum, [seconds, count]) => sum + seconds * count, usual),
  };
}

const durationText = (seconds: number): string =>
  seconds >= HOUR ? `${figure(Math.round(seconds / 360) / 10)} h` : `${figure(Math.round(seconds / 6) / 10)} minutes`;
