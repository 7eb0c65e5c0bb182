import type { Decision, TraceEntry } from '../../decision/index.ts';
import type { Seen } from '../../evaluation/index.ts';
import { figure, liveOf, type Reason } from '../../model/index.ts';
import { indented, insideOf, table } from '../layout/table.ts';
import { type View, WHOLE } from '../layout/view.ts';
import { wrapped } from '../layout/wrapped.ts';
import { phraseIn, sentence } from '../sentences/sentence.ts';
import { heldText } from './held-text.ts';

/** A decision for people: the sentence first, then the trace, stage by stage. */
export function decisionText(decision: Decision, view?: View): string {
  const { group, reason, current, desired, retire, trace } = decision;
  const phrase = phraseIn(decision);
  const held = heldText(decision);
  const lines = [`${group}: ${sentence(reason)}`, ''];
  lines.push(
    table(
      ['STAGE', 'CAPACITY', 'BECAUSE'],
      trace.map((entry) => [entry.stage, entry.proposed, phrase(entry.reason)]),
      view,
    ),
  );
  lines.push('', `current ${current}, desired ${desired}${held ? `, held back by ${held}` : ''}`);
  if (retire.length > 0) lines.push(`terminates ${retire.join(', ')}`);
  return wrapped(lines.join('\n'), view);
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
export function decisionReport(
  decision: Decision,
  { occasion, seen, ages, happened }: Surroundings = {},
  view: View = WHOLE,
): string {
  const { group, reason, trace } = decision;
  const phrase = phraseIn(decision);
  const combined = trace.findIndex(({ stage }) => stage === 'combine');
  const rules = trace.filter(({ stage }) => stage.startsWith(RULE));
  const later = counting(trace.filter(({ stage }, index) => index > combined && !stage.startsWith(RULE)));
  const sections: [string, readonly string[]][] = [
    ['Seen', seen ? seenLines(seen, ages) : []],
    ['Rules', stageLines(rules, phrase, view)],
    [
      'Combined',
      trace.slice(combined, combined + 1).map((entry) => `${entry.proposed ?? '–'}: ${phrase(entry.reason)}`),
    ],
    ['Limits and guards', later.length > 0 ? stageLines(later, phrase, view) : ['none applied']],
    ['Decided', decidedLines(decision)],
    ['Happened', happened ?? []],
  ];
  const shown = sections.filter(([, lines]) => lines.length > 0);
  const report = [
    `${group}: ${sentence(reason)}`,
    ...(occasion ? [occasion] : []),
    ...shown.flatMap(([title, lines]) => ['', title, ...indented(lines)]),
  ];
  return wrapped(report.join('\n'), view);
}

/** Without limits on a change that the bounds of the group stop earlier: the bounds are what counts. */
const counting = (later: readonly TraceEntry[]): TraceEntry[] =>
  later.filter(
    ({ stage }, index) => stage !== 'limits' || !later.slice(index + 1).some((next) => next.stage === 'bounds'),
  );

function seenLines({ desired, workers, units, metrics }: Seen, ages: Surroundings['ages'] = {}): string[] {
  const counts = Object.entries(workers).flatMap(([state, count]) => (count > 0 ? `${count} ${state}` : []));
  const age = (name: string) => (ages[name] ? `, ${Math.round(ages[name] / 1000)} s old` : '');
  const values = Object.entries(metrics).map(
    ([name, value]) => `${name} ${value === null ? 'has no data' : `${figure(value)}${age(name)}`}`,
  );
  return [
    `capacity ${desired}; workers: ${counts.length > 0 ? counts.join(', ') : 'none'}${units ? ` (total capacity ${liveOf(units)})` : ''}`,
    ...(values.length > 0 ? [values.join(Object.keys(ages).length > 0 ? '; ' : ', ')] : []),
  ];
}

function stageLines(entries: readonly TraceEntry[], phrase: (reason: Reason) => string, view: View): string[] {
  if (entries.length === 0) return [];
  const name = (stage: string) => (stage.startsWith(RULE) ? stage.slice(RULE.length) : stage);
  const rows = entries.map((entry) => [name(entry.stage), entry.proposed, phrase(entry.reason)]);
  return table([], rows, insideOf(view)).split('\n');
}

function decidedLines(decision: Decision): string[] {
  const { direction, current, desired, change, proposal, retire } = decision;
  const held = heldText(decision);
  const size = Math.abs(change);
  const what =
    direction === 'hold'
      ? `hold at ${current}`
      : `${direction} by ${size}, from ${current} to ${desired}${held === null ? '' : ` (the rules asked for ${proposal ?? 'nothing'})`}`;
  return [
    `${what}${held === null ? '' : `; held back by ${held}`}`,
    ...(retire.length > 0 ? [`terminates, in this order: ${retire.join(', ')}`] : []),
  ];
}
