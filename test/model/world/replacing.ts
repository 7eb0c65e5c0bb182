import { TAG } from '../../../shared/names/index.ts';
import type { FakeAutoScaling } from '../../fakes/fake-auto-scaling.ts';
import type { Cloud } from './cloud.ts';

/** How a provider names what the fake has: what holds the workers of a group, and a worker. */
interface Names {
  /** The name under which the workers of `ci` or `other` are. */
  readonly holderOf?: (group: string) => string;
  /** The id that evaluations know, of the fake's own, and back. */
  readonly idOf?: (group: string, own: string) => string;
  readonly ownOf?: (id: string) => string;
}

/** What happens to workers of providers that replace what is lost: the same for each of them. */
export const inReplacing = (
  members: FakeAutoScaling,
  { holderOf = (group) => group, idOf = (_, own) => own, ownOf = (id) => id }: Names = {},
): Omit<Cloud, 'policy' | 'providers'> => ({
  alive: (group) =>
    members.alive(holderOf(group)).map(({ id, tags: { [TAG.drainingUntil]: until } }) => {
      return { id: idOf(group, id), activity: null, drainingUntil: until === undefined ? null : Date.parse(until) };
    }),
  add: (group, worker) => idOf(group, members.add(holderOf(group), worker)),
  vanish: (id) => members.vanish(holderOf('ci'), ownOf(id)),
  says: (id, word, on) => members.setTag(holderOf('ci'), ownOf(id), TAG[word], String(on)),
  setRoom: (remaining) => members.setRoom(holderOf('ci'), remaining ?? Number.POSITIVE_INFINITY),
  setIll: (id, on) => members.setHealthy(holderOf('ci'), ownOf(id), !on),
});
