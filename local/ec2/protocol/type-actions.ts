import type { Actions } from './action.ts';
import { filtersIn, pageIn } from './parameters.ts';

export const typeActions: Actions = {
  DescribeInstanceTypes: (parameters) => {
    const request = {
      types: parameters.texts('InstanceType'),
      filters: filtersIn(parameters),
      page: pageIn(parameters),
    };
    return (world) => {
      const page = world.describeInstanceTypes(request);
      const instanceTypeSet = page.items.map(({ name, vcpus }) => ({
        instanceType: name,
        vCpuInfo: vcpus === null ? null : { defaultVCpus: vcpus },
      }));
      return { instanceTypeSet, nextToken: page.nextToken };
    };
  },
};
