import { pathText, type ValidationError } from '../../model/index.ts';
import { formatOf } from '../../providers/index.ts';
import type { Policy } from '../policy.ts';
import { unusedAcknowledgements, withoutAcknowledged } from './acknowledged.ts';
import { boundsTooNear } from './bounds/bounds-too-near.ts';
import { budgetsContradict, pricesUnused } from './bounds/budgets.ts';
import { capAboveMaximum } from './bounds/cap-above-maximum.ts';
import { capBelowMinimum } from './bounds/cap-below-minimum.ts';
import { minimumAboveBudget } from './bounds/minimum-above-budget.ts';
import { neverPassed } from './bounds/never-passed.ts';
import { fromProviders } from './kinds/from-providers.ts';
import { fromRules } from './kinds/from-rules.ts';
import { fromSources } from './kinds/from-sources.ts';
import { fallsWithLoad } from './metrics/falls-with-load.ts';
import { runningNotCounted } from './metrics/running-not-counted.ts';
import { silentAtRest } from './metrics/silent-at-rest.ts';
import { startFromZero } from './metrics/start-from-zero.ts';
import { sumNamedRate } from './metrics/sum-named-rate.ts';
import { timeAsTasks } from './metrics/time-as-tasks.ts';
import { totalPerGroup } from './metrics/total-per-group.ts';
import { overflowWarnings } from './overflow.ts';
import { unknownSizes } from './types/unknown-sizes.ts';
import { unlikeTypes } from './types/unlike-types.ts';
import { weightsAboveMaximum } from './types/weights-above-maximum.ts';
import type { WarningCheck } from './warning-check.ts';
import { pastWindows, shutWindows } from './windows.ts';

export { reasons as warningReasons } from './reasons.ts';

/** Every check, in the order in which its warnings are listed. A new one is a file of this folder, and is added here. */
const CHECKS: readonly WarningCheck[] = [
  fromSources,
  fromRules,
  startFromZero,
  totalPerGroup,
  runningNotCounted,
  neverPassed,
  boundsTooNear,
  fallsWithLoad,
  silentAtRest,
  sumNamedRate,
  timeAsTasks,
  capBelowMinimum,
  capAboveMaximum,
  overflowWarnings,
  budgetsContradict,
  pricesUnused,
  minimumAboveBudget,
  weightsAboveMaximum,
  unknownSizes,
  unlikeTypes,
  fromProviders,
  shutWindows,
];

const all = (policy: Policy): ValidationError[] => CHECKS.flatMap((check) => check(policy));

/** The warnings without those of disabled rules, which do nothing. The indices in paths still count disabled rules. */
function ofUsedRules(policy: Policy): ValidationError[] {
  const used = [...policy.rules.entries()].filter(([, { enabled }]) => enabled !== false);
  return all({ ...policy, rules: used.map(([, rule]) => rule) }).map((each) => ({
    ...each,
    path: each.path.replace(/^rules\[(\d+)\]/, (_, index) => pathText(['rules', used[Number(index)]?.[0] ?? 0])),
  }));
}

/**
 * What is valid in a policy and probably does not do what its author expects, without what the author acknowledges. The
 * policy is still accepted.
 */
export const policyWarnings = (policy: Policy): ValidationError[] => withoutAcknowledged(policy, ofUsedRules(policy));

/** What people should know of a valid policy. */
export interface PolicyFindings {
  /** As `policyWarnings` gives them. */
  readonly warnings: readonly ValidationError[];
  /**
   * What changes nothing and may be removed, and what does less than it says. A policy may get a note although nobody
   * has changed it, so `--strict` ignores notes.
   */
  readonly notes: readonly ValidationError[];
}

/** The warnings and notes of a policy. `now`: ms since the epoch; undefined if the policy is not to run now. */
export function policyFindings(policy: Policy, now?: number): PolicyFindings {
  const warnings = ofUsedRules(policy);
  // If you disable a rule for a while, its acknowledged warnings can stay.
  const known = policy.rules.some(({ enabled }) => enabled === false) ? [...warnings, ...all(policy)] : warnings;
  return {
    warnings: withoutAcknowledged(policy, warnings),
    notes: [
      ...unusedAcknowledgements(policy, known),
      ...providerNotes(policy, warnings),
      ...(now === undefined ? [] : pastWindows(policy, now)),
    ],
  };
}

/** Without notes on fields that have a warning: one message for a field is enough. */
function providerNotes({ provider }: Policy, warnings: readonly ValidationError[]): readonly ValidationError[] {
  const notes = provider ? (formatOf(provider.kind)?.notes?.(provider) ?? []) : [];
  return notes.filter((note) => !warnings.some(({ path }) => path === note.path));
}
