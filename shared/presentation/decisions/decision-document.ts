import type { Decision } from '../../decision/index.ts';
import { phraseIn, sentence } from '../sentences/sentence.ts';
import type { DecisionDocument } from './read-decision.ts';

export function decisionDocument(decision: Decision): DecisionDocument {
  const { group, direction, current, desired, change, reason, blockedBy, retire, proposal, fired, blind } = decision;
  return {
    group,
    direction,
    current,
    desired,
    change,
    reason: sentence(reason),
    ...reason,
    blockedBy,
    retire: [...retire],
    proposal,
    fired: [...fired],
    blind: [...blind],
    trace: traceOf(decision),
  };
}

function traceOf(decision: Decision) {
  const phrase = phraseIn(decision);
  return decision.trace.map(({ stage, proposed, reason }) => ({ stage, proposed, because: phrase(reason), ...reason }));
}
