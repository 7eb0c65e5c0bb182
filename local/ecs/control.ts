import { z } from 'zod';
import { callFaultIn } from '../query/fault-schema.ts';
import type { LocalEcs } from './local-ecs.ts';
import { toRun } from './model.ts';

const room = z.strictObject({ service: z.string(), room: z.int().min(0).nullable() });
const health = z.strictObject({
  service: z.string(),
  task: z.string(),
  health: z.enum(['UNKNOWN', 'HEALTHY', 'UNHEALTHY']),
});

/**
 * Controls the stand-in from another process: `POST <path>` with a JSON body. Paths: `faults` (a CallFault), `room` (how many
 * more tasks a service can start; null: any number), `health` (of a task), `clear`. Services are named `cluster/service`.
 * Returns null for another path; throws for an invalid body.
 */
export function controlEcs(standIn: LocalEcs, path: string, body: unknown): { readonly done: true } | null {
  if (path === 'faults') standIn.faults.add(callFaultIn(body));
  else if (path === 'clear') standIn.faults.clear();
  else if (path === 'room') {
    const set = room.parse(body);
    standIn.setRoom(set.service, set.room ?? Number.POSITIVE_INFINITY);
  } else if (path === 'health') {
    const set = health.parse(body);
    standIn.setHealth(set.service, set.task, set.health);
  } else return null;
  return { done: true };
}

/** Calls by action, and every service with its tasks. */
export const reportEcs = (standIn: LocalEcs) => ({
  calls: Object.fromEntries(standIn.calls),
  services: standIn.services().map((service) => ({
    name: `${service.cluster}/${service.name}`,
    status: service.status,
    desired: service.desired,
    deployments: service.deployments.map(({ rollout }) => rollout),
    tasks: toRun(service).map((task) => ({
      id: task.id,
      status: standIn.statusOf(task),
      protected: standIn.isProtected(task),
      tags: Object.fromEntries(task.tags),
    })),
  })),
});
