import type { Decision, TraceEntry } from '../decision/index.ts';
import type { Seen } from '../evaluation/index.ts';
import { phrase, sentence } from './sentence.ts';
import { indented, table } from './table.ts';

/** A decision for people: the sentence first, then the trace, stage by stage. */
export function decisionText({ group, reason, current, desired, blockedBy, retire, trace }: Decision): string {
  const lines = [`${group}: ${sentence(reason)}`, ''];
  lines.push(
    table(
      ['STAGE', 'CAPACITY', 'BECAUSE'],
      trace.map((entry) => [entry.stage, entry.proposed, phrase(entry.reason)]),
    ),
  );
  lines.push('', `current ${current}, desired ${desired}${blockedBy ? `, held back by ${blockedBy}` : ''}`);
  if (retire.length > 0) lines.push(`terminates ${retire.join(', ')}`);
  return lines.join('\n');
}

/** Optional parts of a report besides the decision. */
export interface Surroundings {
  /** The time, trigger and policy version of the evaluation. */
  readonly occasion?: string;
  readonly seen?: Seen;
  /** How old the value of each metric was, in ms; null if unknown. */
  readonly ages?: Readonly<Record<string, number | null>>;
  /** The actions that followed, one per line. */
  readonly happened?: readonly string[];
}

const RULE = 'rule:';

/** A decision as a report: observation, proposals, combination, limits and guards, decision, and the actions that followed. */
export function decisionReport(decision: Decision, { occasion, seen, ages, happened }: Surroundings = {}): string {
  const { group, reason, trace } = decision;
  const combined = trace.findIndex(({ stage }) => stage === 'combine');
  const rules = trace.filter(({ stage }) => stage.startsWith(RULE));
  const later = counting(trace.filter(({ stage }, index) => index > combined && !stage.startsWith(RULE)));
  const sections: [string, readonly string[]][] = [
    ['Seen', seen ? seenLines(seen, ages) : []],
    ['Rules', stageLines(rules)],
    [
      'Combined',
      trace.slice(combined, combined + 1).map((entry) => `${entry.proposed ?? '–'}: ${phrase(entry.reason)}`),
    ],
    ['Limits and guards', later.length > 0 ? stageLines(later) : ['none applied']],
    ['Decided', decidedLines(decision)],
    ['Happened', happened ?? []],
  ];
  const shown = sections.filter(([, lines]) => lines.length > 0);
  return [
    `${group}: ${sentence(reason)}`,
    ...(occasion ? [occasion] : []),
    ...shown.flatMap(([title, lines]) => ['', title, ...indented(lines)]),
  ].join('\n');
}

/** Without limits on a change that the bounds of the group stop earlier: the bounds are what counts. */
const counting = (later: readonly TraceEntry[]): TraceEntry[] =>
  later.filter(
    ({ stage }, index) => stage !== 'limits' || !later.slice(index + 1).some((next) => next.stage === 'bounds'),
  );

function seenLines({ desired, workers, metrics }: Seen, ages: Surroundings['ages'] = {}): string[] {
  const counts = Object.entries(workers).flatMap(([state, count]) => (count > 0 ? `${count} ${state}` : []));
  const age = (name: string) => (ages[name] ? `, ${Math.round(ages[name] / 1000)} s old` : '');
  const values = Object.entries(metrics).map(
    ([name, value]) => `${name} ${value === null ? 'has no data' : `${value}${age(name)}`}`,
  );
  return [
    `capacity ${desired}; workers: ${counts.length > 0 ? counts.join(', ') : 'none'}`,
    ...(values.length > 0 ? [values.join(Object.keys(ages).length > 0 ? '; ' : ', ')] : []),
  ];
}

function stageLines(entries: readonly TraceEntry[]): string[] {
  if (entries.length === 0) return [];
  const name = (stage: string) => (stage.startsWith(RULE) ? stage.slice(RULE.length) : stage);
  const rows = entries.map((entry) => [name(entry.stage), entry.proposed, phrase(entry.reason)]);
  return table([], rows).split('\n');
}

function decidedLines({ direction, current, desired, change, proposal, blockedBy, retire }: Decision): string[] {
  const size = Math.abs(change);
  const what =
    direction === 'hold'
      ? `hold at ${current}`
      : `${direction} by ${size}, from ${current} to ${desired}${blockedBy === null ? '' : ` (the rules asked for ${proposal ?? 'nothing'})`}`;
  return [
    `${what}${blockedBy === null ? '' : `; held back by ${blockedBy}`}`,
    ...(retire.length > 0 ? [`terminates, in this order: ${retire.join(', ')}`] : []),
  ];
}
