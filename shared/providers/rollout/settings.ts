import type { RolloutSettings } from './part.ts';

/** The fields of a policy that say how workers are replaced; see `rolloutFields`. */
export interface RolloutConfig {
  readonly rollout: Omit<RolloutSettings, 'on' | 'checkpoints' | 'maxFailures' | 'maxLifetime'> & {
    readonly on: 'version' | 'manual';
    readonly checkpoint?: string | readonly string[] | undefined;
    readonly maxFailures: string;
  };
  readonly maxLifetime?: number | undefined;
}

export function rolloutSettings({ rollout, maxLifetime }: RolloutConfig): RolloutSettings {
  const { on, checkpoint = [], maxFailures, ...others } = rollout;
  const { parallel, delay, bake, monitor, alarms, rollback, capacity } = others;
  return {
    on,
    parallel,
    delay,
    bake,
    monitor,
    alarms,
    rollback,
    capacity,
    maxLifetime: maxLifetime ?? null,
    checkpoints: [checkpoint].flat().map((share) => Number.parseInt(share, 10)),
    maxFailures: Number.parseInt(maxFailures, 10),
  };
}

/** Whether workers are replaced without being asked. */
export const renews = ({ rollout: { on }, maxLifetime }: RolloutConfig): boolean =>
  on === 'version' || maxLifetime !== undefined;
