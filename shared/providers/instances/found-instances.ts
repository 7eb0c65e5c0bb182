import { inChunks } from '../../model/index.ts';
import { type DescribeInstances, FILTER_VALUES_PER_CALL, type SeenInstance } from './seen-instance.ts';

/** Instances by id, as EC2 describes them now; those that are gone are missing. */
export type FindInstances = (ids: readonly string[]) => Promise<ReadonlyMap<string, SeenInstance>>;

/** Instances by id, those with any of the values of a filter. */
export async function instancesBy(
  describe: DescribeInstances,
  name: string,
  values: readonly string[],
): Promise<ReadonlyMap<string, SeenInstance>> {
  const chunks = inChunks(values, FILTER_VALUES_PER_CALL);
  const found = await Promise.all(chunks.map((chunk) => describe([{ name, values: chunk }])));
  return new Map(found.flat().map((instance) => [instance.id, instance]));
}

export const findInstances =
  (describe: DescribeInstances): FindInstances =>
  (ids) =>
    instancesBy(describe, 'instance-id', ids);
