import * as z from 'zod';
import * as control from './control.ts';
import * as groups from './groups.ts';
import * as others from './others.ts';
import { decision, error } from './parts.ts';
import * as versions from './versions.ts';

/** What each command prints under `--json`, by its words. `error` is what any of them prints on standard error. */
export const DOCUMENTS: Readonly<Record<string, z.ZodType>> = {
  error,
  'policy validate': others.validated,
  'policy apply': others.applied,
  'policy list': others.policies,
  'policy history': versions.history,
  'policy get': versions.got,
  'policy diff': versions.compared,
  'policy rollback': versions.rolledBack,
  'policy delete': versions.deleted,
  preflight: others.checks,
  status: z.union([groups.groups, groups.group.describe('of one group')]),
  top: groups.top,
  workers: groups.workers,
  activities: groups.activities,
  explain: groups.explanation,
  recommend: control.recommendations,
  candidates: control.candidates,
  pause: control.pausedGroups,
  resume: control.pausedGroups,
  scale: control.scaled,
  audit: others.audit,
  evaluate: groups.evaluation,
  metrics: others.series,
  push: others.pushResult,
  redrive: others.redriven,
  doctor: others.findings,
  adopt: others.adopted,
  worker: others.reported,
  decide: decision,
  simulate: others.simulated,
  backtest: others.backtested,
  'local up': others.localUp,
  'local down': others.localDown,
  'local status': others.localStatus,
  'local env': others.localEnvironment,
};

/**
 * The JSON Schema of a document. `open` allows fields that it does not name, as later versions may add some; tests check
 * against the closed one.
 */
export const schemaOf = (document: z.ZodType, { isOpen = true } = {}): object =>
  z.toJSONSchema(document, { io: isOpen ? 'input' : 'output' });
