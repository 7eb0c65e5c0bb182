import type { Borrowed } from '../../../instances/call.ts';
import { lightDescribe } from '../../../instances/describe.ts';
import { ec2Workers } from '../workers.ts';

/** The instances of a group with their types, in one call: neither their health nor anything else is read. */
export const listedInstances = (borrowed: Borrowed, stage: string) => {
  const workers = ec2Workers(lightDescribe(borrowed), stage);
  return async (group: string) =>
    ((await workers.list([group])).get(group) ?? []).map(({ id, instanceType: type, launchedAt }) => ({
      id,
      type,
      launchedAt,
    }));
};
