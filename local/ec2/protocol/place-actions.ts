import type { Actions } from './action.ts';
import { filtersIn, pageIn } from './parameters.ts';

export const placeActions: Actions = {
  DescribeInstanceTypeOfferings: (parameters) => {
    const locationType = parameters.text('LocationType') ?? 'region';
    const request = { locationType, filters: filtersIn(parameters), page: pageIn(parameters) };
    return (localEc2) => {
      const page = localEc2.describeOfferings(request);
      return { instanceTypeOfferingSet: page.items.map((each) => ({ ...each })), nextToken: page.nextToken };
    };
  },
  GetEbsEncryptionByDefault: () => (localEc2) => ({
    ebsEncryptionByDefault: localEc2.encryptsVolumes,
  }),
  DescribeRouteTables: (parameters) => {
    const ids = parameters.texts('RouteTableId');
    const request = { ids, filters: filtersIn(parameters), page: pageIn(parameters) };
    return (localEc2) => {
      const page = localEc2.describeRouteTables(request);
      const routeTableSet = page.items.map(({ id, vpcId, routes, subnetId }) => ({
        routeTableId: id,
        vpcId,
        ownerId: '000000000000',
        tagSet: [],
        propagatingVgwSet: [],
        routeSet: routes.map(({ destination, gateway }) => ({
          destinationCidrBlock: destination,
          gatewayId: gateway,
          state: 'active',
          origin: gateway === 'local' ? 'CreateRouteTable' : 'CreateRoute',
        })),
        associationSet: [
          {
            routeTableAssociationId: id.replace('rtb-', 'rtbassoc-'),
            routeTableId: id,
            subnetId,
            main: subnetId === null,
            associationState: { state: 'associated' },
          },
        ],
      }));
      return { routeTableSet, nextToken: page.nextToken };
    };
  },
};
