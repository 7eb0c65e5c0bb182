import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { weightsOf } from '../../../shared/providers/ec2/instance-types.ts';

/** Units of capacity by instance type; empty where capacity counts workers. */
export const weightsIn = ({ provider }: PolicyDocument): Readonly<Record<string, number>> =>
  provider?.kind === 'ec2' ? (weightsOf(provider) ?? {}) : {};

/** Units of the heaviest worker that any of these policies launches. */
export const heaviestOf = (policies: readonly PolicyDocument[]): number =>
  Math.max(1, ...policies.flatMap((policy) => Object.values(weightsIn(policy))));
