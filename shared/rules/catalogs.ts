import type { ReasonCatalog } from '../model/index.ts';
import { reasons as backlog } from './backlog/reasons.ts';
import { reasons as deadline } from './deadline/reasons.ts';
import { reasons as forecast } from './forecast/reasons.ts';
import type { RuleKind } from './formats.ts';
import { reasons as objective } from './objective/reasons.ts';
import { reasons as schedule } from './schedule/reasons.ts';
import { reasons as step } from './step/reasons.ts';
import { reasons as target } from './target/reasons.ts';
import { reasons as threshold } from './threshold/reasons.ts';
import { reasons as workers } from './workers/reasons.ts';

/** The codes of every kind of rule, with their texts. A new kind is added here, in formats.ts, registry.ts and trials.ts. */
const CATALOGS: { readonly [Kind in RuleKind]: ReasonCatalog } = {
  target,
  step,
  threshold,
  backlog,
  workers,
  schedule,
  deadline,
  objective,
  forecast,
};
export const ruleCatalogs: readonly ReasonCatalog[] = Object.values(CATALOGS);
