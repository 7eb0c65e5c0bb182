import { trials as backlog } from './backlog/trials.ts';
import { trials as deadline } from './deadline/trials.ts';
import { trials as forecast } from './forecast/trials.ts';
import type { RuleKind } from './formats.ts';
import { trials as objective } from './objective/trials.ts';
import type { NotTried, Trial, Trials, TrialWork } from './rule-trial.ts';
import { trials as schedule } from './schedule/trials.ts';
import { trials as step } from './step/trials.ts';
import { trials as target } from './target/trials.ts';
import { trials as threshold } from './threshold/trials.ts';
import { trials as workers } from './workers/trials.ts';

/** How each kind of rule is tried on a recording. A new kind is added here, in catalogs.ts, formats.ts and registry.ts. */
const TRIALS: { readonly [Kind in RuleKind]: Trials } = {
  target,
  forecast,
  step,
  threshold,
  objective,
  backlog,
  deadline,
  schedule,
  workers,
};

/** The rules that are tried, and the kinds that are not, with the code of why. */
export function trialsFor(work: TrialWork) {
  const tried: Trial[] = [];
  const left: { readonly kind: string; readonly code: NotTried }[] = [];
  for (const [kind, trials] of Object.entries(TRIALS)) {
    const made = trials(work);
    if (typeof made === 'string') left.push({ kind, code: made });
    else tried.push(...made);
  }
  return { tried, left };
}
