import type { Actions } from './action.ts';
import { filtersIn, pageIn } from './parameters.ts';

export const typeActions: Actions = {
  DescribeInstanceTypes: (parameters) => {
    const request = {
      types: parameters.texts('InstanceType'),
      filters: filtersIn(parameters),
      page: pageIn(parameters),
    };
    return (localEc2) => {
      const page = localEc2.describeInstanceTypes(request);
      const instanceTypeSet = page.items.map(({ name, vcpus }) => ({
        instanceType: name,
        vCpuInfo: vcpus === null ? null : { defaultVCpus: vcpus },
      }));
      return { instanceTypeSet, nextToken: page.nextToken };
    };
  },
};
