import { ANY_PROVIDER } from './any-provider.ts';
import { AUTO_SCALING_GROUP } from './auto-scaling-group.ts';
import { EC2 } from './ec2.ts';
import type { Evidence } from './evidence.ts';

export { type AutoScalingEvidence, type Evidence, isWorkerOf } from './evidence.ts';

/** The violated invariants of a group, one sentence each. They must hold whichever processes were killed. */
export function violations(evidence: Evidence): string[] {
  const invariants = [...ANY_PROVIDER, ...(evidence.autoScaling ? AUTO_SCALING_GROUP : EC2)];
  return invariants.flatMap((holds) => holds(evidence)).map((violation) => `${evidence.group}: ${violation}`);
}
