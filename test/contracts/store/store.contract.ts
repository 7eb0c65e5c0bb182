import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import { describeActivitiesContract } from './activities.contract.ts';
import { describeAuditTrailContract } from './audit-trail.contract.ts';
import { describeClaimsContract } from './claims.contract.ts';
import { describeClustersContract } from './clusters.contract.ts';
import { describeCostsContract } from './costs.contract.ts';
import { describeEvaluationRecordsContract } from './evaluation-records.contract.ts';
import { describeGroupStatesContract } from './group-states.contract.ts';
import { describeOfferingsContract } from './offerings.contract.ts';
import { describeOutboxContract } from './outbox.contract.ts';
import { describeOverflowContract } from './overflow.contract.ts';
import { describeAcceptedPoliciesContract } from './policies/accepted-policies.contract.ts';
import { describePolicyRecordsContract } from './policies/policy-records.contract.ts';
import { describePricesContract } from './prices.contract.ts';
import { describePushedValuesContract } from './pushed-values.contract.ts';
import { describeRepeatedRequestsContract } from './repeated-requests.contract.ts';
import { describeSizingsContract } from './sizings.contract.ts';
import { describeStageCountsContract } from './stage-counts.contract.ts';
import { describeWakesContract } from './wakes.contract.ts';

/** The contracts of all ports that one table serves. */
export function describeStoreContracts(name: string, makeStore: () => Store | Promise<Store>): void {
  describeClaimsContract(name, makeStore);
  describeGroupStatesContract(name, makeStore);
  describeOutboxContract(name, makeStore);
  describeOverflowContract(name, makeStore);
  describePolicyRecordsContract(name, makeStore);
  describeAcceptedPoliciesContract(name, makeStore);
  describeActivitiesContract(name, makeStore);
  describeOfferingsContract(name, makeStore);
  describePricesContract(name, makeStore);
  describeCostsContract(name, makeStore);
  describeSizingsContract(name, makeStore);
  describeClustersContract(name, makeStore);
  describePushedValuesContract(name, makeStore);
  describeWakesContract(name, makeStore);
  describeRepeatedRequestsContract(name, makeStore);
  describeAuditTrailContract(name, makeStore);
  describeEvaluationRecordsContract(name, makeStore);
  describeStageCountsContract(name, makeStore);
}
