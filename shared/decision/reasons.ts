import {
  continuing,
  counted,
  define,
  durationText,
  figure,
  momentText,
  type Reason,
  type Render,
  secondsText,
  silentDetails,
  silentText,
  withFullStop,
  workersText,
} from '../model/index.ts';
import { budgetReasons, type Repaired, repairText } from './budget/reasons.ts';

type Direction = 'out' | 'in';

/** Without the full stop that its author may have written, because it ends a sentence. */
const whyText = (because: string | null): string => (because === null ? '' : `: ${because.replace(/\.$/, '')}`);

/** When something ends, and in how many seconds. Absent in decisions of earlier versions. */
type Ends = { until?: string; left?: number };
const endsText = ({ until, left = 0 }: Ends, before: string): string =>
  until === undefined ? '' : `${before} until ${momentText(until)} (${durationText(left, { round: 'up' })} left)`;

const untilText = (until: string | undefined): string => (until === undefined ? '' : `, until ${momentText(until)}`);

/** Decisions of earlier versions do not name the schedule. */
type OfWindow = { scheduled: boolean; rule?: string; until?: string };
const windowText = ({ scheduled, rule, until }: OfWindow, bound: number): string =>
  `, ${bound}${untilText(until)}${scheduled ? ` (open window${rule === undefined ? '' : ` of ${rule}`})` : ''}`;

type Stabilized = { seconds: number; capacity: number; proposal?: number } & Ends;
const stabilizedText =
  (direction: Direction) =>
  ({ seconds, capacity, proposal = capacity, ...ends }: Stabilized): string =>
    `The ${direction === 'out' ? 'lowest' : 'highest'} proposal of the last ${secondsText(seconds)} is ${proposal}${endsText(ends, `; no ${direction === 'out' ? 'more' : 'fewer'} than ${capacity}`)}`;
const lowestText = stabilizedText('out');
const highestText = stabilizedText('in');

const freshText = ({ seconds, current, ...ends }: { seconds: number; current: number } & Ends): string =>
  `No history of the last ${secondsText(seconds)} yet, so the current ${current} counts as the proposal${endsText(ends, '')}`;

type Limited = { percent: number | null; workers: number | null; every: number; from: number; to: number } & Ends;
const limitText = ({ percent, workers, every }: Limited, sentence: Render): string =>
  `Limited to ${percent === null ? sentence.workers(workers ?? 0) : `${figure(percent)} %`} per ${secondsText(every)}`;
const furtherText = ({ from, to, ...ends }: Limited): string =>
  endsText(ends, `; no ${to === from ? 'change' : to < from ? 'fewer' : 'more'}`);

type SizeSet = { workers: number; by: string; because: string | null; until: string };
const sizeText = ({ workers, by, because, until }: SizeSet): string =>
  `Size set to ${workers} by ${by} until ${momentText(until)}${whyText(because)}`;

/** Rules without data. */
type Silent = { rules: readonly string[]; causes?: readonly Reason[] };

const listText = (names: readonly string[]): string => names.join(', ');

/** Reasons given by the combination of the rules and by every later stage. */
export const reasons = {
  'counted-by-weight': define<{ workers: number; units: number }>(
    'Workers have weights, so capacity is counted in units.',
    ({ workers, units }) =>
      `Capacity is counted in units: ${workersText(workers)} ${workers === 1 ? 'counts' : 'count'} as ${units}. In rules and limits, a worker means a unit`,
  ),
  'one-proposal': define<{ rule: string }>(
    'One rule proposes a capacity.',
    ({ rule }) => `${rule} made the only proposal`,
  ),
  'largest-proposal': define<{ rule: string; rules: number }>(
    'Of several proposals the largest is used.',
    ({ rule, rules }) => `${rule} made the largest of ${rules} proposals`,
  ),
  'coarse-datapoints': define<{ metric: string; period: number; every: number }>(
    'The datapoints of a metric are further apart than its period says. Seconds.',
    ({ metric, period, every }) =>
      `${metric} has a datapoint every ${secondsText(every)}, not every ${secondsText(period)}: write period: ${every}`,
  ),
  'scale-in-without-data': define<Silent & { proposal: number }>(
    'A rule has no data, so the group does not scale in. `causes`: why the first three of `rules` have none.',
    ({ proposal, ...silent }, sentence) =>
      `No recent data for ${silentText(silent, sentence)}: scale-in to ${proposal} blocked${silentDetails(silent, sentence)}`,
  ),
  'no-rule-has-data': define<Silent & { others?: boolean }>(
    'No rule proposes a capacity, and some have no data. `causes`: why the first three of `rules` have none; `others`: the other rules have data, or are not used now.',
    ({ others, ...silent }, sentence) =>
      `${others ? 'No rule proposes a capacity, and there is no data for ' : 'No rule has data: '}${silentText(silent, sentence)}${silentDetails(silent, sentence)}`,
  ),
  'no-rules': define<Record<never, never>>('The policy has no rules.', () => 'The policy has no rules'),
  'policy-deleted': define<Record<never, never>>(
    'The policy is deleted: the group drains to zero.',
    () => 'The policy is deleted: the group drains to zero',
  ),
  'no-proposal': define<{ rules?: readonly string[]; causes?: readonly Reason[] }>(
    'No rule proposes a capacity. `causes`: why the first three of `rules` propose none.',
    ({ rules = [], causes = [] }, sentence) => {
      const said = causes.map((cause, index) =>
        rules.length === 1 ? sentence.brief(cause) : `${rules[index]}: ${sentence.brief(cause)}`,
      );
      const more = rules.length - said.length;
      const all = more > 0 ? [...said, counted(more, 'other rule')] : said;
      return `No rule proposes a capacity${all.length === 0 ? '' : ` (${all.join('; ')})`}`;
    },
  ),
  'spare-beyond-busy': define<{ beyond: number; spare: number; capacity: number }>(
    'The policy wants spare workers beyond those that report that they are busy.',
    ({ beyond, spare }) => `${beyond} busy and ${spare} spare: ${beyond + spare}`,
    ({ beyond, spare }) => `${beyond} busy and ${spare} spare`,
  ),
  'spare-beyond-rules': define<{ beyond: number; spare: number; capacity: number; isNeeded?: boolean }>(
    'The policy wants spare workers beyond what the rules ask for. `isNeeded`: `beyond` is the number of workers that the work needs. The rules ask for more only because the group already has more.',
    ({ beyond, spare, isNeeded }) =>
      `${spare} spare beyond the ${beyond} that ${isNeeded ? 'are needed' : 'the rules ask for'}: ${beyond + spare}`,
    ({ beyond, spare, isNeeded }) => `${spare} spare beyond ${isNeeded ? `the ${beyond} that are needed` : 'that'}`,
  ),
  'overflow-requested': define<{ from: readonly string[]; workers: number; until: string }>(
    'Other regions cannot launch all workers that their groups of the same name need, so they ask this group for workers. The request is a floor until `until`.',
    ({ from, workers, until }, sentence) =>
      `${from.join(' and ')} ${from.length === 1 ? 'asks' : 'ask'} for ${sentence.workers(workers)} until ${momentText(until)}`,
    ({ from, workers }, sentence) => `Overflow of ${sentence.workers(workers)} from ${from.join(' and ')}`,
  ),
  'overflow-over': define<{ from: readonly string[] }>(
    'No other region asks for workers any longer, and no rule of the policy asks for any.',
    ({ from }) => `${from.join(' and ')} no longer ${from.length === 1 ? 'asks' : 'ask'} for workers`,
  ),
  'overflow-asked': define<{ region: string; workers: number; running: number | null }>(
    'This region cannot launch all workers that the group needs, so the group of the same name in another region is asked for the rest. `running`: how many workers that group has, if that is known.',
    ({ region, workers, running }, sentence) =>
      `${region} is asked for ${sentence.workers(workers)}${running === null ? '' : `, and has ${sentence.workers(running)}`}`,
  ),
  'boot-measured': define<{ seconds: number; rules: readonly string[] }>(
    'Rules that do not set `boot` use the time within which 95 % of the latest launches of the group were ready.',
    ({ seconds, rules }) =>
      `95 % of the latest launches were ready within ${secondsText(seconds)}: the ${rules.length === 1 ? 'rule' : 'rules'} ${rules.join(' and ')} ${rules.length === 1 ? 'uses' : 'use'} that as boot time`,
  ),
  'lowest-proposal': define<Stabilized>(
    'Scale-out follows the lowest proposal of the stabilization window. `proposal`: the lowest one. `until`: from then on, `left` seconds from now, the group may have more than `capacity` if the rules still ask for it.',
    lowestText,
    (stabilized) => `Stabilization: ${continuing(lowestText(stabilized))}`,
  ),
  'highest-proposal': define<Stabilized>(
    'Scale-in follows the highest proposal of the stabilization window. `proposal`: the highest one. `until`: from then on, `left` seconds from now, the group may have fewer than `capacity` if the rules still ask for it.',
    highestText,
    (stabilized) => `Stabilization: ${continuing(highestText(stabilized))}`,
  ),
  'short-peak': define<{ boot: number; needed: number; capacity: number }>(
    'Earlier peaks of this height ended before workers launched for them would have been ready.',
    ({ boot, needed }, sentence) =>
      `Earlier peaks like this ended within ${secondsText(boot)}, before new workers would be ready: then ${sentence.workers(needed)} ${needed === 1 ? 'was' : 'were'} enough`,
  ),
  'no-proposals-yet': define<{ seconds: number; current: number } & Ends>(
    'There is no history of the stabilization window yet, so the current capacity counts as its proposal. This ends at `until`, `left` seconds from now.',
    freshText,
    (fresh) => `Stabilization: ${continuing(freshText(fresh))}`,
  ),
  'limited-change': define<Limited>(
    'A limit of `behavior` bounds the change in a period. `until`: from then on, `left` seconds from now, the group may change further.',
    (limited, sentence) => `${limitText(limited, sentence)}: ${limited.from} → ${limited.to}${furtherText(limited)}`,
    (limited, sentence) => `${limitText(limited, sentence)}${furtherText(limited)}`,
  ),
  'select-disabled': define<{ direction: Direction }>(
    '`select: disabled` allows no change in this direction.',
    ({ direction }) => `Scale-${direction} is disabled by behavior.${direction}.select`,
  ),
  'in-cooldown': define<{ direction: Direction; left: number; cooldown: number; until?: string }>(
    'The last change in this direction is more recent than the cooldown. `left` and `cooldown` in seconds.',
    ({ direction, left, cooldown, until }) => {
      const share = `${secondsText(left)} of ${secondsText(cooldown)} left`;
      return `In the scale-${direction} cooldown${until === undefined ? `: ${share}` : ` until ${momentText(until)} (${share})`}`;
    },
  ),
  maximum: define<{ max: number } & OfWindow>(
    'The capacity is above the maximum in force. `scheduled`: an open window of the schedule `rule` sets it. The window closes at `until`.',
    ({ max, ...of }) => `At the maximum${windowText(of, max)}`,
  ),
  minimum: define<{ min: number } & OfWindow>(
    'The capacity is below the minimum in force. `scheduled`: an open window of the schedule `rule` sets it. The window closes at `until`.',
    ({ min, ...of }) => `At the minimum${windowText(of, min)}`,
  ),
  'maintenance-window': define<Repaired & { until: string }>(
    'A maintenance window is open. `repair`: the minimum or floor, up to which the group still grows.',
    ({ until, ...repaired }) => `Maintenance window open until ${momentText(until)}${repairText(repaired)}`,
  ),
  ...budgetReasons,
  'tier-gives-back': define<{
    groups: readonly string[];
    givenBack: number;
    desired: number | null;
    capacity: number;
    repair?: number;
  }>(
    'Groups of the cluster that are decided earlier scale in during this pass. This group scales out only to what they need afterwards. `givenBack`: by how many workers they scale in; `desired`: how many workers of this group they need afterwards, null if that is unknown.',
    ({ groups, givenBack, desired, ...repaired }, sentence) =>
      (desired === null
        ? `${listText(groups)} ${groups.length === 1 ? 'scales' : 'scale'} in by ${workersText(givenBack)} in this pass, so this group does not scale out yet`
        : `${listText(groups)} ${groups.length === 1 ? 'scales' : 'scale'} in by ${workersText(givenBack)} in this pass and then ${groups.length === 1 ? 'needs' : 'need'} ${sentence.workers(desired)} of this group`) +
      repairText(repaired),
  ),
  'runs-tiers': define<{ groups: readonly string[]; workers: number; running: number }>(
    'Workers of other groups run on the workers that would be terminated. `running`: how many run there.',
    ({ groups, workers, running }) =>
      `${counted(running, 'worker')} of ${listText(groups)} ${running === 1 ? 'runs' : 'run'} on ${workersText(workers)} of this group`,
  ),
  'guard-floor': define<{ floor: number }>(
    'The capacity is below `guards.floor`.',
    ({ floor }) => `At the floor, ${floor}`,
  ),
  'guard-cap': define<{ max: number; until?: string }>(
    'A window of `guards.cap` is open. It closes at `until`.',
    ({ max, until }) => `At the cap, ${max}${untilText(until)} (open window of guards.cap)`,
  ),
  'protected-workers': define<{ workers: number }>(
    'The workers that would be terminated are protected or busy.',
    ({ workers }, sentence) => `${sentence.workers(workers)} ${workers === 1 ? 'is' : 'are'} protected or busy`,
  ),
  'base-kept': define<{ workers: number; base: number }>(
    'The workers that would be terminated are protected or busy, or are kept as the base of the group, such as its on-demand base.',
    ({ workers, base }, sentence) => {
      const kept = `${base === 1 ? 'is' : 'are'} kept as the base of the group`;
      return workers === 0
        ? `${sentence.workers(base)} ${kept}`
        : `${sentence.workers(workers)} ${workers === 1 ? 'is' : 'are'} protected or busy, and ${base} ${kept}`;
    },
  ),
  'not-granted': define<{ asked: number; granted: number }>(
    'Fewer workers than asked for can be launched or removed now.',
    ({ asked, granted }, sentence) => `Only ${granted} of ${sentence.workers(asked)} can be launched or removed now`,
  ),
  'size-set-by-hand': define<SizeSet & { group?: string }>(
    'Somebody has set the size of the group by hand, until `until`: a floor and a ceiling that replace what the rules ask for.',
    ({ group = 'GROUP', ...set }) =>
      `${withFullStop(sizeText(set))} To end this earlier, run "npx headcount scale ${group} --end"`,
    sizeText,
  ),
  'paused-by-hand': define<{
    direction: Direction | null;
    by: string;
    because: string | null;
    until: string | null;
    group?: string;
  }>(
    'Somebody has paused the group, or this direction, by hand.',
    ({ direction, by, because, until, group = 'GROUP' }) => {
      const ends = until === null ? 'until you resume it' : `until ${momentText(until)}`;
      const paused = `${direction === null ? 'Paused' : `Scale-${direction} paused`} by ${by} ${ends}${whyText(because)}`;
      return `${withFullStop(paused)} To resume it${until === null ? '' : ' earlier'}, run "npx headcount resume ${group}"`;
    },
  ),
  'group-paused': define<{ direction: Direction | null }>(
    'The policy pauses the group, or this direction.',
    ({ direction }) =>
      `${direction === null ? 'Paused' : `Scale-${direction} paused`} by the policy (paused: ${direction ?? true}). To resume it, apply the policy with paused: false`,
  ),
};
