import { counted, define, makers, type Reason } from '../../model/index.ts';

/** What the provider ec2 may say of launches and workers. */
export const reasons = {
  'all-pools-excluded': define<Record<never, never>>(
    'Every capacity pool of the policy has lately refused to launch.',
    () => 'Every pool of the policy has lately refused to launch',
  ),
  'launch-limits': define<{ limits: readonly Reason[] }>(
    'Free addresses and quotas leave less room than was asked for.',
    ({ limits }, sentence) => limits.map(sentence).join('; '),
  ),
  'free-addresses': define<{ subnets: readonly string[]; free: readonly (number | null)[] }>(
    'The subnets have fewer free addresses than workers were asked for.',
    ({ subnets, free }) =>
      subnets.map((subnet, index) => `${subnet} has ${free[index] ?? 'unknown'} free addresses`).join(', '),
  ),
  'vcpu-quota': define<{ market: string; vcpus: number }>(
    "The account's vCPU quota leaves less than the workers need.",
    ({ market, vcpus }) => `the account's ${market} quota leaves ${vcpus} vCPUs`,
  ),
  'launch-budget': define<{ granted: number; asked: number }>(
    "The account's launches of this minute are used up.",
    ({ granted, asked }) => `The account's launches are used up for now: ${granted} of ${asked} are granted`,
  ),
  'terminate-budget': define<Record<never, never>>(
    "The account's calls to terminate are used up.",
    () => "The account's calls to terminate are used up for now",
  ),
  'status-check-failed': define<Record<never, never>>(
    'A status check of EC2 fails.',
    () => 'fails a status check of EC2',
  ),
  'boot-timeout': define<Record<never, never>>(
    'The worker did not come up in time.',
    () => 'did not come up within bootTimeout',
  ),
  'target-unhealthy': define<Record<never, never>>(
    'A target group finds the worker unhealthy.',
    () => 'is not healthy in its target group',
  ),
  'ec2-launch': define<{ onDemand: number; spot: number; template: string; pools: number }>(
    'What EC2 was asked to launch.',
    ({ onDemand, spot, template, pools }) =>
      `requested ${onDemand} on-demand and ${spot} spot workers of ${template} in ${counted(pools, 'pool')}`,
  ),
  'ec2-removal': define<{ targetGroups: number }>(
    'Which target groups the workers leave.',
    ({ targetGroups }) => `the workers leave ${counted(targetGroups, 'target group')}`,
  ),
};
export const because = makers(reasons);
