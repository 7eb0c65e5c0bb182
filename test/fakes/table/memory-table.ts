import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import type { PolicyRecords } from '../../../shared/evaluation/ports.ts';
import { MemoryAudit } from './memory-audit.ts';
import { MemoryBudget } from './memory-budget.ts';
import { MemoryClaims } from './memory-claims.ts';
import { MemoryClusters } from './memory-clusters.ts';
import { MemoryCosts } from './memory-costs.ts';
import { MemoryCounts } from './memory-counts.ts';
import { MemoryEvaluations } from './memory-evaluations.ts';
import { MemoryItems } from './memory-items.ts';
import { MemoryOfferings } from './memory-offerings.ts';
import { MemoryOverflow } from './memory-overflow.ts';
import { MemoryPrices } from './memory-prices.ts';
import { MemoryPushedValues } from './memory-pushed-values.ts';
import { MemoryRecords } from './memory-records.ts';
import { MemoryRequests } from './memory-requests.ts';
import { MemorySizings } from './memory-sizings.ts';
import { MemoryStates } from './memory-states.ts';
import { MemoryWakes } from './memory-wakes.ts';

/**
 * The table in memory: passes the same contracts as the DynamoDB store. Every method decides and writes without
 * yielding in between, which makes it as atomic as a conditional write. What goes in and comes out is copied.
 */
export class MemoryTable extends MemoryItems implements Store {
  readonly policies: Store['policies'];
  readonly states: Store['states'];
  readonly overflow: Store['overflow'];
  readonly claims: Store['claims'];
  readonly activities: Store['activities'];
  readonly records: PolicyRecords;
  readonly versions: Store['versions'];
  readonly budget = new MemoryBudget();
  readonly offerings = new MemoryOfferings();
  readonly pushedValues = new MemoryPushedValues();
  readonly costs = new MemoryCosts();
  readonly clusters = new MemoryClusters();
  readonly prices = new MemoryPrices();
  readonly sizings = new MemorySizings();
  readonly wakes = new MemoryWakes();
  readonly audit = new MemoryAudit();
  readonly requests = new MemoryRequests();
  readonly evaluations = new MemoryEvaluations();
  readonly counts = new MemoryCounts();

  constructor() {
    super();
    const records = new MemoryRecords(this);
    this.policies = { read: (wanted) => records.accepted(wanted) };
    this.activities = {
      list: (group, limit, before) => records.activities(group, limit, before),
      read: (group, id) => records.activity(group, id),
    };
    this.records = records;
    this.versions = {
      list: (group, limit, before) => records.versions(group, limit, before),
      read: (group, version) => records.version(group, version),
    };
    this.states = new MemoryStates(this, this.clusters);
    this.overflow = new MemoryOverflow(this);
    this.claims = new MemoryClaims(this);
  }
}
