import type { Actions } from './action.ts';
import { filtersIn, pageIn, tagsIn } from './parameters.ts';
import { tagSet } from './xml.ts';

export const tagAndSubnetActions: Actions = {
  CreateTags: (parameters) => {
    const resources = parameters.texts('ResourceId');
    const tags = tagsIn(parameters);
    return (localEc2) => {
      localEc2.createTags(resources, tags);
      return { return: true };
    };
  },
  DeleteTags: (parameters) => {
    const resources = parameters.texts('ResourceId');
    const removals = parameters.list('Tag').map((tag) => ({ key: tag.required('Key'), value: tag.text('Value') }));
    return (localEc2) => {
      localEc2.deleteTags(resources, removals);
      return { return: true };
    };
  },
  DescribeTags: (parameters) => {
    const request = { filters: filtersIn(parameters), page: pageIn(parameters) };
    return (localEc2) => {
      const page = localEc2.describeTags(request);
      return { tagSet: page.items.map((tag) => ({ ...tag })), nextToken: page.nextToken };
    };
  },
  DescribeSubnets: (parameters) => {
    const request = {
      ids: parameters.texts('SubnetId'),
      filters: filtersIn(parameters),
      page: pageIn(parameters),
    };
    return (localEc2) => {
      const page = localEc2.describeSubnets(request);
      const subnetSet = page.items.map((subnet) => ({
        subnetId: subnet.id,
        state: 'available',
        vpcId: subnet.vpcId,
        cidrBlock: subnet.cidr,
        availableIpAddressCount: subnet.availableAddresses,
        availabilityZone: subnet.zone,
        availabilityZoneId: subnet.zoneId,
        defaultForAz: subnet.defaultForZone,
        mapPublicIpOnLaunch: true,
        tagSet: tagSet(subnet.tags),
      }));
      return { subnetSet, nextToken: page.nextToken };
    };
  },
};
