import type { ReasonCatalog } from '../model/index.ts';
import { reasons as autoScalingGroup } from './auto-scaling-group/reasons.ts';
import { reasons as ec2 } from './ec2/reasons.ts';
import { reasons as ec2Fleet } from './ec2-fleet/reasons.ts';
import { reasons as ecsService } from './ecs-service/reasons.ts';
import type { ProviderKind } from './formats.ts';
import { reasons as lambda } from './lambda/reasons.ts';
import { reasons as pricing } from './pricing/reasons.ts';
import { reasons } from './reasons.ts';
import { reasons as reports } from './reports/reasons.ts';
import { reasons as rollout } from './rollout/reasons.ts';

/** The codes of every kind of provider, with their texts. */
export const providerCatalogs: { readonly [Kind in ProviderKind]: ReasonCatalog } = {
  ec2,
  'ec2-fleet': ec2Fleet,
  'auto-scaling-group': autoScalingGroup,
  'ecs-service': ecsService,
  lambda,
};

/** The codes that several kinds have, with their texts. */
export const commonCatalogs: readonly ReasonCatalog[] = [reasons, reports, rollout, pricing];
