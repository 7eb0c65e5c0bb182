import type { Decision } from '../../decision/index.ts';
import { because as ofEvaluation } from '../../evaluation/index.ts';
import { type Reason, reasonOfError, UserError } from '../../model/index.ts';
import type { Recommended } from '../../operations/index.ts';
import { type Cell, table } from '../layout/table.ts';
import { isoText } from '../layout/times.ts';
import type { View } from '../layout/view.ts';
import { wrapped } from '../layout/wrapped.ts';
import { commandDocument } from '../sentences/command-document.ts';
import { commandPhrase, commandSentence } from '../sentences/command-sentence.ts';
import type { ReasonDocument } from '../sentences/reason-document.ts';
import { phraseIn, sentencesOf } from '../sentences/sentence.ts';
import { decisionDocument } from './decision-document.ts';
import { heldText } from './held-text.ts';

const RULE = 'rule:';

/** What each rule of a group recommends, and what the policy would do. */
export function recommendedText(decision: Decision, view?: View): string {
  const { current, desired, reason, proposal } = decision;
  const held = heldText(decision);
  const rules = rulesOf(decision).map(({ rule, proposed, because }) => [
    rule,
    proposed,
    changeText(proposed, current),
    because,
  ]);
  const summary: [string, Cell][] = [
    ['current', current],
    ['rules ask for', proposal],
    ['policy would do', `${desired}${held === null ? '' : `, held back by ${held}`}`],
  ];
  const each =
    rules.length === 0 ? 'The policy has no rules.' : table(['RULE', 'CAPACITY', 'CHANGE', 'BECAUSE'], rules, view);
  return [each, table([], summary, view), wrapped(commandSentence(reason), view)].join('\n\n');
}

/** One line for each group. */
export const recommendationsTable = (all: readonly Recommended[], view?: View): string =>
  table(
    ['GROUP', 'CURRENT', 'RULES ASK', 'POLICY DOES', { name: 'HELD BY', rank: 1 }, 'BECAUSE'],
    all.map(({ group, present }): Cell[] => {
      if (present instanceof Error) return [group, null, null, null, null, failure(present).text];
      const decision = present?.decided?.decision;
      if (!decision) return [group, null, null, null, null, commandPhrase(nothingDecided(present))];
      const { current, proposal, desired, reason } = decision;
      return [group, current, proposal, desired, heldText(decision), commandPhrase(reason)];
    }),
    view,
  );

export function recommendedDocument({ group, present }: Recommended) {
  if (present instanceof Error) return { group, error: failure(present) };
  const decision = present?.decided?.decision;
  if (!present || !decision) return { group, error: commandDocument(nothingDecided(present)) };
  const rules = rulesOf(decision).map(({ rule, proposed, reason }) => ({
    rule,
    proposed,
    change: proposed === null ? null : proposed - decision.current,
    reason: { ...reason, text: sentencesOf(phraseIn(decision, commandPhrase))(reason) },
  }));
  return { group, at: isoText(present.at), rules, decision: decisionDocument(decision) };
}

function rulesOf(decision: Decision) {
  const phrase = phraseIn(decision, commandPhrase);
  return decision.trace
    .filter(({ stage }) => stage.startsWith(RULE))
    .map(({ stage, proposed, reason }) => ({
      rule: stage.slice(RULE.length),
      proposed,
      reason,
      because: phrase(reason),
    }));
}

const changeText = (proposed: number | null, current: number): string | null =>
  proposed === null ? null : proposed > current ? `+${proposed - current}` : String(proposed - current);

/** A command's own error has its text with it. */
const failure = (error: Error): ReasonDocument =>
  error instanceof UserError
    ? { ...error.reason, text: error.sentence }
    : commandDocument(reasonOfError(error, (text) => ofEvaluation['evaluation-failed']({ error: text })));

/** The groups whose metrics or workers could not be read, so that nothing is known of them. */
export const unobservedIn = (all: readonly Recommended[]): string[] =>
  all
    .filter(({ present }) => present instanceof Error || (present !== null && present.undescribed !== null))
    .map(({ group }) => group);

const nothingDecided = (present: Exclude<Recommended['present'], Error>): Reason =>
  present?.undescribed ?? ofEvaluation['no-policy-in-force']({});
