import type { ReasonCatalog } from '../model/index.ts';
import { reasons as autoScalingGroup } from './auto-scaling-group/reasons.ts';
import { reasons as ec2 } from './ec2/reasons.ts';
import { reasons as ec2Fleet } from './ec2-fleet/reasons.ts';
import { reasons as ecsService } from './ecs-service/reasons.ts';
import type { ProviderKind } from './formats.ts';
import { reasons as lambda } from './lambda/reasons.ts';

/** The codes of every kind of provider, with their texts. */
export const providerCatalogs: { readonly [Kind in ProviderKind]: ReasonCatalog } = {
  ec2,
  'ec2-fleet': ec2Fleet,
  'auto-scaling-group': autoScalingGroup,
  'ecs-service': ecsService,
  lambda,
};
