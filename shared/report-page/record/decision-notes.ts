import { grouped } from '../../model/index.ts';
import type { DecisionCount, PageData } from '../data.ts';

/** What the filter of the decisions counts, and what the page leaves out. `trajectory`: the file with all steps of the policy. */
export function decisionNotes({ kind, plays }: PageData, trajectory?: string): string[] {
  const deciding = plays.filter(({ desired }) => desired);
  const counted = [
    { of: sumOf(deciding.map(({ counts }) => counts.changes)), what: 'actions', most: 'largest' },
    { of: sumOf(deciding.map(({ counts }) => counts.held)), what: 'times held', most: 'longest' },
  ].filter(({ of }) => of.kept < of.made);
  const parts = counted.map(({ of, what }) => `${grouped(of.kept)} of the ${grouped(of.made)} ${what}`).join(' and ');
  const most = `the ${counted.map((each) => each.most).join(' and the ')}`;
  const all = ` of all ${deciding.length} ${kind === 'recorded' ? 'groups' : 'autoscalers'}`;
  const kept =
    deciding.length > 1 ? `This page has ${parts}${all}: of each, ${most}.` : `This page has ${parts}: ${most}.`;
  const rest =
    trajectory === undefined ? [] : [`The file of --trajectory, ${trajectory}, has every decision of the policy.`];
  return [
    'An action changes the capacity. Held: a limit kept the capacity as it was; consecutive times with the same limit count as one. "Limited by" counts both.',
    ...(counted.length > 0 ? [[kept, ...rest].join(' ')] : []),
  ];
}

const sumOf = (counts: readonly DecisionCount[]): DecisionCount =>
  counts.reduce((sum, { made, kept }) => ({ made: sum.made + made, kept: sum.kept + kept }), { made: 0, kept: 0 });
