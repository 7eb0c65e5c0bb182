import { ANY_PROVIDER } from './any-provider.ts';
import { EC2 } from './ec2.ts';
import type { Evidence } from './evidence.ts';
import { SIZED } from './sized.ts';

export { type Evidence, GROUP_NAME_TAG, isWorkerOf, type SizedEvidence } from './evidence.ts';

/** The violated invariants of a group, one sentence each. They must hold whichever processes were killed. */
export function violations(evidence: Evidence): string[] {
  const invariants = [...ANY_PROVIDER, ...(evidence.sized ? SIZED : EC2)];
  return invariants.flatMap((holds) => holds(evidence)).map((violation) => `${evidence.group}: ${violation}`);
}
