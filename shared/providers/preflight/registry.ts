import { autoScalingGroupPreflight } from '../auto-scaling-group/preflight.ts';
import { ec2Preflight } from '../ec2/preflight/on-aws.ts';
import { ec2FleetPreflight } from '../ec2-fleet/preflight.ts';
import { ecsServicePreflight } from '../ecs-service/preflight/checks.ts';
import type { ConfigOf, ProviderKind } from '../index.ts';
import { lambdaPreflight } from '../lambda/preflight/checks.ts';
import type { PreflightContext, ProviderPreflight } from './port.ts';

export type { PreflightContext, PreflightRequest, ProviderPreflight } from './port.ts';

type PreflightFor<Kind extends ProviderKind> = (context: PreflightContext) => ProviderPreflight<ConfigOf<Kind>>;

/** The checks of kinds that have some. Apart from the adapters, because no function needs them. */
const PREFLIGHTS: { readonly [Kind in ProviderKind]?: PreflightFor<Kind> } = {
  ec2: ec2Preflight,
  'ec2-fleet': ec2FleetPreflight,
  'auto-scaling-group': autoScalingGroupPreflight,
  'ecs-service': ecsServicePreflight,
  lambda: lambdaPreflight,
};

/** The checks of each kind of provider; none for a kind without. */
export function providerPreflights(context: PreflightContext): ReadonlyMap<string, ProviderPreflight> {
  const made = Object.entries(PREFLIGHTS).map(([kind, make]) => [kind, make(context) as ProviderPreflight] as const);
  return new Map(made);
}
