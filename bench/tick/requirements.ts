import type { Played } from './play.ts';

/** What 10,000 groups may take in a tick, and each of them in a month. */
const LARGEST = 10_000;
const SMALLER = 1000;
const MOST_CPU_MS: Readonly<Record<string, number>> = { busy: 6000, pushed: 1500 };
const MOST_MB = 350;
const MOST_DOLLARS: Readonly<Record<string, number>> = { pushed: 0.02 };
/** Lambda is billed by time, which varies from run to run. Everything else is counted. */
const VARIES = 1.02;

export const dollarsPerGroup = ({ dollars: { total }, groups }: Pick<Played, 'dollars' | 'groups'>): number =>
  total / groups;

/** The requirements that are not met, as sentences. */
export function brokenRequirements(played: readonly Played[]): string[] {
  const calls = played.flatMap(({ situation, groups, excess }) =>
    excess.map((deviation) => `${groups} ${situation} groups must take the minimum number of calls (${deviation})`),
  );
  return [...calls, ...played.filter(({ groups }) => groups === LARGEST).flatMap((run) => brokenBy(run, played))];
}

function brokenBy(run: Played, played: readonly Played[]): string[] {
  const { situation, groups, following } = run;
  const of = `${groups} ${situation} groups must`;
  const [cpu, megabytes] = [following.evaluateCpuMs, following.peakBytes / 1e6];
  const [mostCpu, mostDollars] = [MOST_CPU_MS[situation], MOST_DOLLARS[situation]];
  const smaller = played.find((other) => other.situation === situation && other.groups === SMALLER);
  const dollars = dollarsPerGroup(run);
  return [
    ...(mostCpu !== undefined && cpu > mostCpu
      ? [`${of} take at most ${mostCpu} ms of CPU per tick (${Math.round(cpu)})`]
      : []),
    ...(megabytes > MOST_MB ? [`${of} take at most ${MOST_MB} MB (${Math.round(megabytes)})`] : []),
    ...(mostDollars !== undefined && dollars > mostDollars
      ? [`${of} cost at most $${mostDollars} each per month (${dollars.toFixed(4)})`]
      : []),
    ...(smaller && dollars > VARIES * dollarsPerGroup(smaller)
      ? [`${of} not cost more each than ${SMALLER} (${dollars.toFixed(4)}, ${dollarsPerGroup(smaller).toFixed(4)})`]
      : []),
  ];
}
