import { expect, it } from 'vitest';
import { describeFleets } from '../../../../shared/providers/ec2-fleet/api/describe-fleets.ts';
import { ec2FleetChecks } from '../../../../shared/providers/ec2-fleet/preflight.ts';
import { foundIn } from '../found.ts';
import { withFleet } from './served.ts';

it('says whether the stage may resize a fleet, by its tags', async () => {
  const { call, config, id } = await withFleet({ onDemand: 1 });
  const found = async (stage: string, group: string, of = id) => {
    const tagsOf = async (asked: string) => (await describeFleets(call, [asked])).get(asked)?.tags ?? null;
    const checks = ec2FleetChecks({ iam: { hasRole: async () => ({ value: true }) }, tagsOf, stage });
    return foundIn(await checks({ group, config: { ...config, id: of }, capacity: { min: 0, max: 1 } })).slice(1);
  };
  expect(await found('dev', 'ci')).toEqual([
    `ok stage-tag-found: The EC2 Fleet ${id} has the tag headcount:stage with the value dev`,
  ]);
  expect(await found('prod', 'web')).toEqual([
    `blocker stage-tag-missing: The tag headcount:stage of the EC2 Fleet ${id} is dev, so AWS denies calls from the functions of the stage prod`,
    expect.stringMatching(/^warning group-tag-missing: The tag headcount:group of the EC2 Fleet \S+ is ci/),
  ]);
  expect(await found('dev', 'ci', 'fleet-01234567-89ab-cdef-0123-456789abcdef')).toEqual([]);
});
