import { mostOf } from '../../rollout/most.ts';
import type { RolloutPart, Spec } from '../../rollout/part.ts';
import { rolloutSettings } from '../../rollout/settings.ts';
import type { ManagedWorker } from '../../worker.ts';
import type { AutoScalingGroupConfig } from '../format/config.ts';

/** A configuration whose group is to launch from this version of its template. */
export interface Versioned extends AutoScalingGroupConfig {
  readonly launches?: { readonly id: string; readonly version: string } | undefined;
}

/**
 * Workers are compared with the launch template of their group. Whoever launches is the group, and it has one version: while
 * a rollout goes on, that is the new one, as in an instance refresh with a desired configuration.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
 */
export const part: RolloutPart<Versioned> = {
  hasOneVersion: true,
  settings: rolloutSettings,
  specOf: (_, current) => ({ ...current }),
  specOfWorkers,
  withSpec: (config, { template: id, version }) => ({
    ...config,
    launches: id && version ? { id, version } : undefined,
  }),
  differs: (spec, { details: { template, version } }) =>
    template && version && (template !== spec['template'] || version !== spec['version']) ? 'version' : null,
};

function specOfWorkers(_: Versioned, workers: readonly ManagedWorker[]): Spec | null {
  const [one] = mostOf(workers, ({ details: { template, version } }) =>
    template && version ? `${template} ${version}` : null,
  );
  const { template, version } = one?.details ?? {};
  return template && version ? { template, version } : null;
}
