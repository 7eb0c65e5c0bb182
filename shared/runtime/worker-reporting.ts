import { cloudwatchClient } from '../aws/cloudwatch/client.ts';
import { type InstanceIdentity, instanceIdentity } from '../aws/ec2-metadata/identity.ts';
import type { Report } from '../names/index.ts';
import { reportByTags } from '../providers/adapters.ts';

/**
 * Reports for the worker that this program runs on, with its own tags and the credentials of its instance profile. For no
 * other worker: the identity comes from the instance metadata.
 */
export async function reportAsWorker(
  report: Report,
  at: number,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<InstanceIdentity> {
  const identity = await instanceIdentity(environment);
  // Only its region, credentials and connections are used.
  const client = cloudwatchClient({ region: identity.region });
  try {
    await reportByTags(client.config, environment)(identity.id, report, at);
  } finally {
    client.destroy();
  }
  return identity;
}
