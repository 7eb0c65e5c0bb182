import { reasons as adopt } from '../adopt/reasons.ts';
import { reasons as decision, outcomes } from '../decision/index.ts';
import { reasons as evaluation } from '../evaluation/index.ts';
import type { Reason, ReasonCatalog, ReasonDefinition, ReasonParams, Render } from '../model/index.ts';
import { validationReasons } from '../model/index.ts';
import { reasons as operations } from '../operations/reasons.ts';
import { reasons as policy } from '../policy/index.ts';
import { providerModules } from '../providers/index.ts';
import { reasons as anyRule, ruleModules } from '../rules/index.ts';
import { reasons as written } from './written.ts';

/** Every module that defines codes is listed here. */
export const CATALOGS: readonly ReasonCatalog[] = [
  ...[outcomes, decision, evaluation, policy, validationReasons, written],
  ...[anyRule, ...ruleModules.map(({ reasons }) => reasons)],
  ...providerModules.map(({ reasons }) => reasons),
  ...[adopt, operations],
];

const definitions: ReadonlyMap<string, ReasonDefinition<ReasonParams>> = new Map(
  CATALOGS.flatMap((catalog) => Object.entries(catalog as Record<string, ReasonDefinition<ReasonParams>>)),
);

const text = (reason: Reason): string => rendered(reason, ({ text: full }) => full);
const brief = (reason: Reason): string => rendered(reason, ({ text: full, brief: short = full }) => short);
const render: Render = Object.assign(text, { brief });

/** Renders a reason. An unknown code, written by another version, is shown with its parameters. */
function rendered(
  { code, params }: Reason,
  which: (definition: ReasonDefinition<ReasonParams>) => ReasonDefinition<ReasonParams>['text'],
): string {
  const definition = definitions.get(code);
  const asItIs = `${code} ${JSON.stringify(params)}`;
  if (!definition) return asItIs;
  try {
    return which(definition)(params, render);
  } catch {
    // The reason was written by hand or by another version, and its parameters do not fit this code.
    return asItIs;
  }
}

/** The text of a reason without a full stop, for tables and lists. */
export const phrase: (reason: Reason) => string = text;

/** The text of a reason as one or more complete sentences: the effect first, one fact per sentence. */
export function sentence(reason: Reason): string {
  const said = text(reason);
  return said.endsWith('.') ? said : `${said}.`;
}
