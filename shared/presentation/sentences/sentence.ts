import { type Decision, reasons as decision, outcomes } from '../../decision/index.ts';
import {
  reasons as evaluation,
  overflowReasons,
  recordReasons,
  rolloutReasons,
  writeReasons,
} from '../../evaluation/index.ts';
import {
  type Reason,
  type ReasonCatalog,
  type Render,
  rendererOf,
  validationReasons,
  withFullStop,
  writtenReasons,
} from '../../model/index.ts';
import { reasons as policy, storedReasons } from '../../policy/index.ts';
import { reasons as ofExtensions } from '../../providers/extension/reasons.ts';
import { commonCatalogs, providerCatalogs } from '../../providers/index.ts';
import { reasons as anyRule, ruleCatalogs } from '../../rules/index.ts';
import { sourceCatalogs } from '../../sources/index.ts';
import { reasons as state } from '../../state/index.ts';

/** Every module whose codes functions may present is listed here; the others are in command-sentence.ts. */
export const FUNCTION_CATALOGS: readonly ReasonCatalog[] = [
  ...[
    outcomes,
    decision,
    evaluation,
    overflowReasons,
    rolloutReasons,
    recordReasons,
    writeReasons,
    policy,
    storedReasons,
    validationReasons,
    writtenReasons,
  ],
  ...[anyRule, ...ruleCatalogs],
  ...[...commonCatalogs, ofExtensions, state],
  ...sourceCatalogs,
  ...Object.values(providerCatalogs),
];

const text = rendererOf(FUNCTION_CATALOGS);

/** The text of a reason without a full stop, for tables and lists. */
export const phrase: (reason: Reason) => string = text;

/** The same for the entries of a decision's trace: in units, where the decision counted by weight. */
export const phraseIn = ({ trace }: Pick<Decision, 'trace'>, render: Render = text): Render =>
  trace.some(({ stage }) => stage === 'weights') ? render.inUnits : render;

/** The text of a reason as one or more complete sentences: the effect first, one fact per sentence. */
export const sentence = sentencesOf(text);

export function sentencesOf(render: (reason: Reason) => string): (reason: Reason) => string {
  return (reason) => withFullStop(render(reason));
}
