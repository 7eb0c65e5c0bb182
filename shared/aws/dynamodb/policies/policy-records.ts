import type { PolicyRecords } from '../../../evaluation/index.ts';
import type { Table } from '../table.ts';
import { policiesInForce } from './policies-in-force.ts';
import { policyDocuments } from './policy-documents.ts';
import { policyTargets } from './policy-targets.ts';

/** Policies in the table: the documents, the versions in force, and what they resize. */
export const policyRecords = (table: Table): PolicyRecords => ({
  ...policyDocuments(table),
  ...policiesInForce(table),
  ...policyTargets(table),
});
