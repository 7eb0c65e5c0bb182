import type { Decision, TraceEntry } from '../decision/index.ts';
import type { DecisionDocument } from './read-decision.ts';
import { phrase, sentence } from './sentence.ts';

export function decisionDocument(decision: Decision): DecisionDocument {
  const { group, direction, current, desired, change, reason, blockedBy, retire, proposal, fired, blind } = decision;
  return {
    ...{ group, direction, current, desired, change, reason: sentence(reason), ...reason, blockedBy },
    ...{ retire: [...retire], proposal, fired: [...fired], blind: [...blind], trace: decision.trace.map(entryOf) },
  };
}

const entryOf = ({ stage, proposed, reason }: TraceEntry) => ({ stage, proposed, because: phrase(reason), ...reason });
