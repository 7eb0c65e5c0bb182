/** The versions of policies: compare them, put an earlier one back, write and delete them. */
export { type ChangeUse, type Deleted, deletePolicy, deletionOf, type Put, putPolicy } from './change.ts';
export { type PolicyChange, policyChanges } from './changes/changes.ts';
export { inOrder } from './changes/fields.ts';
export { effectReasons } from './changes/reasons.ts';
export { comparedVersions, comparedWithTable, type PolicyComparison } from './compare.ts';
export { MOST_VERSIONS, type PastVersion, type PolicyHistory, policyHistory } from './history.ts';
export { isChangedMeanwhile, missingPolicy, unknownGroup, versionReasons } from './reasons.ts';
export { type RollbackRequest, type RolledBack, rollback } from './rollback.ts';
export { knownPolicy, knownVersion, type VersionsUse } from './use.ts';
