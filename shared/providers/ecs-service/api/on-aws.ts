import { setTimeout as pause } from 'node:timers/promises';
import type { AdapterContext } from '../../adapter-context.ts';
import type { ProviderAdapter } from '../../provider-adapter.ts';
import type { Plan } from '../../sized/index.ts';
import { ecsServiceAdapter } from '../adapter.ts';
import type { EcsServiceConfig } from '../format/config.ts';
import { applicationAutoScalingCall, ecsCall } from './call.ts';
import { ecs } from './ecs.ts';

/** The provider ecs-service on AWS. */
export const ecsServiceOnAws = ({
  connections: { borrowed },
  stage,
}: AdapterContext): ProviderAdapter<EcsServiceConfig, Plan> =>
  ecsServiceAdapter(
    ecs({ call: ecsCall(borrowed), scaling: applicationAutoScalingCall(borrowed), stage, pause: (ms) => pause(ms) }),
  );
