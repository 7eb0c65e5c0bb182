import type { Reason } from '../../model/index.ts';
import type { Description, LaunchError, ProviderAdapter } from '../provider-adapter.ts';
import { awsCode, type Owner, type Plan, rejected, sizedAdapter } from '../sized/index.ts';
import { because } from './because.ts';
import type { Machines, ServicePlacement } from './described/placement.ts';
import type { DescribedService } from './described/service.ts';
import { notesOn, orderedBy, workersOf } from './described/workers.ts';
import { EcsServiceError } from './errors.ts';
import type { EcsServiceConfig } from './format/config.ts';
import { nameOf, partsOf } from './names.ts';
import type { Ecs } from './ports.ts';

/** Tasks of an ECS service: it starts and replaces them; how many, and which ones stop, is decided here. */
export function ecsServiceAdapter(ecs: Ecs): ProviderAdapter<EcsServiceConfig, Plan> {
  /** What only informs must not keep a group from being described. */
  async function notesFor(service: DescribedService, now: number): Promise<Reason[]> {
    const warning = await ecs.ownScaling(service.name, now).catch(() => null);
    return [...notesOn(service, now), ...(warning === null ? [] : [warning])];
  }

  async function described(
    owner: Owner<EcsServiceConfig>,
    service: DescribedService,
    place: ServicePlacement | Error | undefined,
    now: number,
  ): Promise<Description | Error> {
    const { name, status } = service;
    if (status !== 'ACTIVE') return new EcsServiceError(because['ecs-not-active']({ name, status }));
    if (service.daemon) return new EcsServiceError(because['ecs-daemon']({ name }));
    const workers = workersOf(owner, service, now);
    const notes = [...(await notesFor(service, now)), ...unplacedNotes(place)];
    const common = { ended: [], ordered: orderedBy(service), notes, facts: service };
    if (place === undefined) return { workers, ...common };
    if (place instanceof Error) return { workers, ...common, placement: null };
    const hosts = new Map(
      service.tasks.map(({ id, containerInstance }) => [id, place.instances.get(containerInstance)]),
    );
    const placed = workers.map((worker) => {
      const host = hosts.get(worker.id);
      return host === undefined ? worker : { ...worker, host };
    });
    return { workers: placed, ...common, placement: place.placement };
  }

  return sizedAdapter<EcsServiceConfig>({
    nameOf,

    async describe(owners, now) {
      const clusterOf = (owner: Owner<EcsServiceConfig>) => partsOf(nameOf(owner)).cluster;
      const clusters = owners.filter(({ isPlaced }) => isPlaced === true).map(clusterOf);
      // Before the tasks: one that starts meanwhile does not count as a task of a service without a policy.
      const machines: AllMachines = clusters.length === 0 ? NOWHERE : await ecs.machines(clusters, now);
      const found = await ecs.services(owners.map(nameOf));
      const answers = owners.map(async (owner): Promise<[string, Description | Error]> => {
        const name = nameOf(owner);
        const service = found.get(name) ?? new EcsServiceError(because['ecs-not-found']({ name }));
        if (service instanceof Error) return [owner.group, service];
        const own = owner.isPlaced === true && service.isOnInstances ? machines.get(clusterOf(owner)) : undefined;
        // Without it, the service itself can be resized all the same.
        const place = own && !(own instanceof Error) ? await ecs.place(service, own).catch(toError) : own;
        return [owner.group, await described(owner, service, place, now)];
      });
      return new Map(await Promise.all(answers));
    },

    namedTwice: (name, groups) => new EcsServiceError(because['ecs-named-twice']({ name, groups })),
    raise: (plan) => ecs.raise(plan),
    remove: (name, workers, evenBusy) => ecs.remove(name, workers, evenBusy),
    mark: (workers, until) => ecs.mark(workers, until),
    unmark: (workers) => ecs.unmark(workers),
    markDrained: (worker) => ecs.markDrained(worker),
    markReported: (worker, report, at) => ecs.markReported(worker, report, at),
    find: (id) => ecs.find(id),
    setOpen: (references, isOpen) => ecs.setOpen(references, isOpen),
    refusalIn,

    lacking: ({ name, from }, desired) => {
      const { message } = new EcsServiceError(because['ecs-count-lowered']({ name, from, desired }));
      return rejected('DesiredCountLowered', message);
    },
  });
}

type AllMachines = ReadonlyMap<string, Machines | Error>;
const NOWHERE: AllMachines = new Map();
const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const unplacedNotes = (place: ServicePlacement | Error | undefined): Reason[] =>
  place instanceof Error ? [because['ecs-instances-unread']({ error: place.message })] : [];

/** Codes with which ECS rejects the request itself. A missing permission is not final. */
const FINAL = new Set(['InvalidParameterException', 'UnsupportedFeatureException']);

function refusalIn(error: unknown): LaunchError | null {
  if (error instanceof EcsServiceError) {
    const { code } = error.reason;
    if (code === 'ecs-deploying') return { ...rejected(code, error.message), retry: 'now' };
    return code === 'ecs-not-found' || code === 'ecs-not-active' ? rejected(code, error.message) : null;
  }
  const { code, message } = awsCode(error);
  return FINAL.has(code) ? rejected(code, message) : null;
}
