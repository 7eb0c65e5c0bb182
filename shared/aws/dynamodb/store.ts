import type {
  AcceptedPolicies,
  Activities,
  Claims,
  ClusterRecords,
  CostRecords,
  EvaluationRecords,
  GroupStates,
  OverflowRecords,
  PolicyRecords,
  PolicyVersions,
  PriceRecords,
  SizingRecords,
  StageCounters,
  UnavailableOfferings,
  Wakes,
} from '../../evaluation/index.ts';
import type { AuditTrail, RepeatedRequests } from '../../operations/index.ts';
import type { CallBudget } from '../../providers/index.ts';
import type { PushedValues } from '../../sources/index.ts';
import { activities } from './activities/activities.ts';
import { auditTrail } from './activities/audit-trail.ts';
import { dynamoBudget } from './call-budget.ts';
import { priceItems } from './costs/price-items.ts';
import { sizingItems } from './costs/sizing-items.ts';
import { lazyClusters, lazyCosts, lazyEvaluationRecords, lazyStageCounters } from './evaluation-lazy.ts';
import { acceptedPolicies } from './policies/accepted-policies.ts';
import { policyRecords } from './policies/policy-records.ts';
import { policyVersions } from './policies/version-items.ts';
import { lazyPushedValues } from './pushed/pushed-lazy.ts';
import { wakes } from './pushed/wakes.ts';
import { repeatedRequests } from './repeated-requests.ts';
import { claims } from './states/claims.ts';
import { groupStates } from './states/group-states.ts';
import { overflowRecords } from './states/overflow-records.ts';
import type { Table } from './table.ts';
import { unavailableOfferings } from './unavailable-offerings.ts';

/** The DynamoDB implementation of every storage port. */
export interface Store {
  readonly policies: AcceptedPolicies;
  readonly states: GroupStates;
  readonly overflow: OverflowRecords;
  readonly claims: Claims;
  readonly activities: Activities;
  readonly records: PolicyRecords;
  readonly versions: PolicyVersions;
  readonly budget: CallBudget;
  readonly offerings: UnavailableOfferings;
  readonly pushedValues: PushedValues;
  readonly wakes: Wakes;
  readonly audit: AuditTrail;
  readonly requests: RepeatedRequests;
  readonly evaluations: EvaluationRecords;
  readonly counts: StageCounters;
  readonly prices: PriceRecords;
  readonly costs: CostRecords;
  readonly sizings: SizingRecords;
  readonly clusters: ClusterRecords;
}

export function storeIn(table: Table): Store {
  return {
    policies: acceptedPolicies(table),
    states: groupStates(table),
    overflow: overflowRecords(table),
    claims: claims(table),
    activities: activities(table),
    records: policyRecords(table),
    versions: policyVersions(table),
    budget: dynamoBudget(table),
    offerings: unavailableOfferings(table),
    pushedValues: lazyPushedValues(table),
    wakes: wakes(table),
    audit: auditTrail(table),
    requests: repeatedRequests(table),
    evaluations: lazyEvaluationRecords(table),
    counts: lazyStageCounters(table),
    prices: priceItems(table),
    costs: lazyCosts(table),
    sizings: sizingItems(table),
    clusters: lazyClusters(table),
  };
}
