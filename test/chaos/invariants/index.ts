import { ANY_PROVIDER } from './any-provider.ts';
import { EC2 } from './ec2.ts';
import type { Evidence } from './evidence.ts';
import { SIZED } from './sized.ts';
import { WARM_POOL } from './warm-pool.ts';

export { type Evidence, GROUP_NAME_TAG, isMember, isOfGroup, type SizedEvidence } from './evidence.ts';
export { startedBy } from './warm-pool.ts';

/** The violated invariants of a group, one sentence each. They must hold whichever processes were killed. */
export function violations(evidence: Evidence): string[] {
  const invariants = [...ANY_PROVIDER, ...(evidence.sized ? SIZED : [...EC2, ...WARM_POOL])];
  return invariants.flatMap((holds) => holds(evidence)).map((violation) => `${evidence.group}: ${violation}`);
}
