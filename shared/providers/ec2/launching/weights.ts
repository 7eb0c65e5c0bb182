import { weightOf } from '../../../model/index.ts';
import type { Ec2Launch } from '../ports.ts';

type Pools = Pick<Ec2Launch, 'pools'>;
type Counted = Pick<Ec2Launch, 'pools' | 'starts'>;

/** Whether a launch counts units of capacity. */
export const isWeighted = ({ pools, starts = [] }: Counted): boolean =>
  [...pools, ...starts].some(({ weight }) => weight !== undefined);

/** Units by type; empty where a launch counts instances. */
export const weightsIn = ({ pools, starts = [] }: Counted): ReadonlyMap<string, number> =>
  new Map(
    [...pools, ...starts].flatMap(({ instanceType, weight }) => (weight === undefined ? [] : [[instanceType, weight]])),
  );

export const lightestIn = ({ pools }: Pools): number => Math.min(...pools.map(weightOf));
