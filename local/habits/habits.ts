import { z } from 'zod';
import { LateMetrics } from './late-metrics.ts';
import { TargetStates } from './target-states.ts';

/** Habits of AWS that the emulator does not have. The gateway adds them to its calls and answers. */
export class Habits {
  readonly targets = new TargetStates();
  readonly metrics = new LateMetrics();

  clear(): void {
    this.targets.clear();
    this.metrics.clear();
  }

  close(): void {
    this.metrics.close();
  }
}

const target = z.strictObject({
  id: z.string(),
  state: z.string(),
  reason: z.string().optional(),
  description: z.string().optional(),
});
const zones = z.strictObject({ enabled: z.array(z.string()) });
const metrics = z.strictObject({ lateBy: z.array(z.number().min(0)).min(1) });

/**
 * Controls the habits from another process: `POST <path>` with a JSON body. Paths: `targets` (an instance's id and its
 * state in target groups), `zones` (those that load balancers have enabled), `metrics` (by how many ms calls of
 * PutMetricData take effect late, in turns), `clear` (all).
 * Returns null for another path; throws for an invalid body.
 */
export function controlHabits(habits: Habits, path: string, body: unknown): { readonly done: true } | null {
  switch (path) {
    case 'targets': {
      const { id, state, reason, description } = target.parse(body);
      habits.targets.set(id, {
        state,
        ...(reason === undefined ? {} : { reason }),
        ...(description === undefined ? {} : { description }),
      });
      break;
    }
    case 'zones':
      habits.targets.enableZones(zones.parse(body).enabled);
      break;
    case 'metrics':
      habits.metrics.delay(metrics.parse(body).lateBy);
      break;
    case 'clear':
      habits.clear();
      break;
    default:
      return null;
  }
  return { done: true };
}
