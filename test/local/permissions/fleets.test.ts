import { ModifyFleetCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { TAG } from '../../../shared/names/names.ts';
import { ec2Call, evaluation, functionWith, launched, launchTemplate, STAGE, specified, terminate } from './roles.ts';

test('only a fleet of the stage can be modified', async () => {
  const { ec2, denied } = functionWith(evaluation);
  launchTemplate(ec2, 'worker');
  const modify = (stage: string) => {
    const { id: FleetId } = ec2.requestFleet({
      ...{ clientToken: null, type: 'maintain', total: 0, onDemand: null, spot: null, defaultMarket: 'spot' },
      ...{ unitType: 'units', onDemandStrategy: 'lowest-price', spotStrategy: 'lowest-price', weights: [] },
      configs: [{ template: { id: null, name: 'worker', version: '$Default' }, overrides: [] }],
      ...{ excess: 'termination', replacesUnhealthy: false, validUntil: null, endsInstances: false },
      tagSpecifications: [specified('fleet', { [TAG.stage]: stage })],
    });
    const TargetCapacitySpecification = { TotalTargetCapacity: 0 };
    return denied(ec2Call((client) => client.send(new ModifyFleetCommand({ FleetId, TargetCapacitySpecification }))));
  };
  expect(await modify(STAGE)).toBeNull();
  expect(await modify('production')).toMatchObject({ kind: 'denied' });
});

test("an instance of a fleet can be terminated with the stage's tag alone, and no other instance", async () => {
  const { ec2, denied } = functionWith(evaluation);
  const [ours, theirs] = [launched(ec2, { [TAG.stage]: STAGE }), launched(ec2, { [TAG.stage]: 'production' })];
  expect(await denied(terminate(ours))).toMatchObject({ kind: 'denied' });
  for (const id of [ours, theirs]) ec2.find(id)?.tags.set('aws:ec2:fleet-id', 'fleet-1');
  expect(await denied(terminate(ours))).toBeNull();
  expect(await denied(terminate(theirs))).toMatchObject({ kind: 'denied' });
});
