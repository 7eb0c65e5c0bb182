import type { Ec2Config } from '../format/config.ts';

type Pinned = Ec2Config['launchTemplate'] & { readonly image?: string };

/** Without what a rollout adds to the launch template: its image, and its id if the policy has its name. */
export function asWritten({ launchTemplate, ...config }: Ec2Config): Ec2Config {
  const { image: _, ...written }: Pinned = launchTemplate;
  const { id: __, ...named } = written;
  return { ...config, launchTemplate: written.name === undefined ? written : named };
}
