import type { WarmPool } from '../../provider-module.ts';
import type { Ec2Config } from '../format/config.ts';

/** The root volume of Amazon Linux 2023, in GiB. One that hibernates must have room for the memory of its instance, too. */
const USUAL_GIB = { stopped: 8, running: 8, hibernated: 32 };
/** Dollars per GiB and month of gp3 in us-east-1: https://aws.amazon.com/ebs/pricing/ */
const GP3_USD = 0.08;
const HOURS_PER_MONTH = 730;

/** The warm pool of a policy, with the dollars per hour that the disks of a member cost. */
export function poolOf({ warm }: Ec2Config): WarmPool | null {
  if (!warm) return null;
  const { disks, ...pool } = warm;
  const { gib = USUAL_GIB[pool.state], usdPerGib = GP3_USD } = disks ?? {};
  return { ...pool, diskUsd: (gib * usdPerGib) / HOURS_PER_MONTH };
}
