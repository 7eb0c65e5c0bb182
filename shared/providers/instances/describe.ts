import { instancesOf, OF_INSTANCE } from './answer.ts';
import type { Borrowed } from './call.ts';
import { type List, type Listing, lightListing } from './listing.ts';
import type { DescribeInstances } from './seen-instance.ts';

const INSTANCES: Listing<ReturnType<typeof instancesOf>> = {
  action: 'DescribeInstances',
  set: 'reservationSet',
  perPage: 1000,
  read: instancesOf,
  wanted: OF_INSTANCE,
};

/** DescribeInstances with the light listing. */
export const describeBy =
  (list: List): DescribeInstances =>
  async (filters) =>
    (await list(INSTANCES, filters)).flat();

export const lightDescribe = (borrowed: Borrowed, environment?: NodeJS.ProcessEnv): DescribeInstances =>
  describeBy(lightListing(borrowed, environment));
