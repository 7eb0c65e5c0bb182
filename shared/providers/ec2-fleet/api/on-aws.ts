import { setTimeout as pause } from 'node:timers/promises';
import type { AdapterContext } from '../../adapter-context.ts';
import { ec2Call } from '../../instances/call.ts';
import { lightDescribe } from '../../instances/describe.ts';
import type { ProviderAdapter } from '../../provider-adapter.ts';
import type { Plan } from '../../sized/index.ts';
import { ec2FleetAdapter } from '../adapter.ts';
import type { Ec2FleetConfig } from '../format/config.ts';
import { fleets } from './fleets.ts';

/** The provider ec2-fleet on AWS. */
export function ec2FleetOnAws({
  connections: { borrowed },
  stage,
}: AdapterContext): ProviderAdapter<Ec2FleetConfig, Plan> {
  const [call, describe] = [ec2Call(borrowed, process.env), lightDescribe(borrowed)];
  return ec2FleetAdapter(fleets({ call, describe, stage, pause: (ms) => pause(ms) }));
}
