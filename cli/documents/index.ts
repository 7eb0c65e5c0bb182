import * as z from 'zod';
import { control, groups, part, stage, versions } from '../../shared/documents/index.ts';
import * as others from './others.ts';

/** What each command prints under `--json`, by its words. `error` is what any of them prints on standard error. */
export const DOCUMENTS: Readonly<Record<string, z.ZodType>> = {
  error: part.error,
  'policy validate': others.validated,
  'policy apply': others.applied,
  'policy list': others.policies,
  'policy history': versions.history,
  'policy get': versions.got,
  'policy diff': versions.compared,
  'policy rollback': versions.rolledBack,
  'policy delete': versions.deleted,
  'policy show-types': others.launchTypes,
  preflight: others.checks,
  status: z.union([groups.groups, groups.group.describe('of one group')]),
  top: groups.top,
  cost: stage.costs,
  rightsize: stage.rightsizing,
  workers: groups.workers,
  activities: groups.activities,
  explain: groups.explanation,
  recommend: control.recommendations,
  candidates: control.candidates,
  pause: control.pausedGroups,
  resume: control.pausedGroups,
  scale: control.scaled,
  replace: control.replaced,
  audit: stage.audit,
  evaluate: groups.evaluation,
  metrics: stage.series,
  report: others.writtenReport,
  push: others.pushResult,
  redrive: others.redriven,
  doctor: others.findings,
  adopt: others.adopted,
  worker: others.reported,
  decide: part.decision.extend({
    warnings: z
      .array(part.fault)
      .optional()
      .describe('unknown fields of the observation, which have no effect; absent if there are none'),
  }),
  'recommend rule': others.recommendedRule,
  simulate: others.simulated,
  backtest: others.backtested,
  'local up': others.localUp,
  'local down': others.localDown,
  'local status': others.localStatus,
  'local env': others.localEnvironment,
};
