import type { ClaimRequest, Claims, GroupStates } from '../../shared/evaluation/ports.ts';
import type { Resizer } from '../../shared/providers/ec2/ports.ts';
import { emptyState, type GroupState, StatesRead } from '../../shared/state/index.ts';
import type { ProtocolMutation } from '../protocol/mutations.ts';
import type { Configuration } from './configuration/configuration.ts';
import { configurationOf } from './configuration/randomized.ts';
import { Chance } from './faults/chance.ts';
import type { Mutate, Parts } from './stage/protocol-ports.ts';

/** The same port with some of its methods changed. */
export function changed<Port extends object>(port: Port, others: Partial<Port>): Port {
  return new Proxy(port, {
    get(_, name) {
      const own = Reflect.get(others, name) ?? Reflect.get(port, name);
      return typeof own === 'function' ? own.bind(port) : own;
    },
  });
}

const keptState = ({ table }: Parts, group: string): GroupState => table.kept.get(group)?.state ?? emptyState(group);
const set = ({ table }: Parts, group: string, change: (state: GroupState) => GroupState): void => {
  const kept = table.of(group);
  if (kept.state) kept.state = change(kept.state);
};

/** States as a reader sees them. */
const shown = (states: GroupStates, change: (state: GroupState) => GroupState): GroupStates =>
  changed(states, {
    async read(groups) {
      const read = await states.read(groups);
      return new StatesRead(
        groups
          .flatMap((group) => {
            const state = read.get(group);
            return state ? [[group, change(state)] as const] : [];
          })
          .map(([group, state]): [string, GroupState] => [group, state]),
      );
    },
  });

const unraised = (parts: Parts, group: string, before: number): void =>
  set(parts, group, (state) => ({ ...state, revision: before }));

/** Requests of claims that are stored only when they are settled. */
const postponed = new WeakMap<object, Map<string, ClaimRequest>>();

/** Each mistake, made in the ports of an evaluation. */
export const MUTATIONS: Readonly<Record<ProtocolMutation, Mutate>> = {
  'claim-without-a-condition': (parts) => ({
    ...parts,
    claims: changed<Claims>(parts.claims, {
      begin(request) {
        const { group } = request.activity;
        set(parts, group, (state) => ({ ...state, claim: null }));
        return parts.claims.begin({
          ...request,
          notSince: null,
          state: { ...request.state, revision: keptState(parts, group).revision },
        });
      },
    }),
  }),
  'revision-not-raised': (parts) => ({
    ...parts,
    claims: changed<Claims>(parts.claims, {
      async begin(request) {
        const result = await parts.claims.begin(request);
        if (result.won) unraised(parts, request.activity.group, request.state.revision);
        return result;
      },
      async settle(activity, change) {
        const { revision } = keptState(parts, activity.group);
        const isOurs = await parts.claims.settle(activity, change);
        if (isOurs) unraised(parts, activity.group, revision);
        return isOurs;
      },
    }),
  }),
  'claim-without-an-end': (parts) => ({ ...parts, leaseSeconds: 1_000_000_000 }),
  'lease-compared-the-wrong-way': (parts) => {
    const { clock } = parts;
    const turned = (state: GroupState): GroupState =>
      state.claim ? { ...state, claim: { ...state.claim, leaseUntil: 2 * clock() - state.claim.leaseUntil } } : state;
    return {
      ...parts,
      states: shown(parts.states, turned),
      claims: changed<Claims>(parts.claims, {
        resume(takeover) {
          set(parts, takeover.state.group, turned);
          return parts.claims.resume(takeover);
        },
      }),
    };
  },
  'lease-ignored-before-the-act': (parts) => {
    const startedAt = parts.clock();
    return { ...parts, clock: () => startedAt };
  },
  'settle-without-an-owner': (parts) => ({
    ...parts,
    claims: changed<Claims>(parts.claims, {
      settle(activity, change) {
        const { id, holder, group } = activity;
        set(parts, group, (state) => ({ ...state, claim: { activity: id, holder, leaseUntil: 0 } }));
        return parts.claims.settle(activity, change);
      },
    }),
  }),
  'resume-plans-anew': (parts) => ({
    ...parts,
    states: shown(parts.states, (state) =>
      state.claim && state.claim.leaseUntil <= parts.clock() ? { ...state, claim: null } : state,
    ),
  }),
  'plan-stored-after-the-act': (parts) => {
    const waiting = postponed.get(parts.table) ?? new Map<string, ClaimRequest>();
    postponed.set(parts.table, waiting);
    return {
      ...parts,
      claims: changed<Claims>(parts.claims, {
        async begin(request) {
          await parts.claims.abandon({ ...request.state, revision: -1 }, 'none', 0);
          if (!parts.table.isAsSeen(request.state, request.now))
            return { won: false, state: keptState(parts, request.activity.group) };
          waiting.set(request.activity.id, request);
          return { won: true };
        },
        async settle(activity, change) {
          const request = waiting.get(activity.id);
          waiting.delete(activity.id);
          if (request && !(await parts.claims.begin(request)).won) return false;
          return parts.claims.settle(activity, change);
        },
      }),
    };
  },
  'one-token-for-all': (parts) => ({
    ...parts,
    resizer: changed<Resizer>(parts.resizer, {
      launch: (group, activity, plan) => parts.resizer.launch(group, activity, { ...plan, token: group }),
    }),
  }),
  'another-token-at-each-try': (parts) => ({
    ...parts,
    resizer: changed<Resizer>(parts.resizer, {
      launch: (group, activity, plan) =>
        parts.resizer.launch(group, activity, { ...plan, token: `${plan.token} ${parts.holder}` }),
    }),
    describes: (workers) => workers.map((worker) => ({ ...worker, activity: null })),
  }),
  'token-expiry-ignored': (parts) => ({
    ...parts,
    describes: (workers) => workers.map((worker) => ({ ...worker, activity: null })),
  }),
  'lost-answer-is-a-failure': (parts) => ({
    ...parts,
    launches: (launching) => launching.catch(() => ({ launched: [], ordered: 0, errors: [] })),
  }),
  'claim-of-another-overlooked': (parts) => {
    let reads = 0;
    return { ...parts, states: shown(parts.states, (state) => (reads++ > 0 ? { ...state, claim: null } : state)) };
  },
};

const MINUTE = 60_000;

/**
 * What makes a mistake show after few seeds. `unsettled`: nothing can be settled for some time, so that EC2 has forgotten the
 * token when a launch is completed. `skewed`: clocks differ by more than a lease, demand changes all the time, many settlements
 * fail, and processes are often paused after one.
 */
export type Storm = 'usual' | 'unsettled' | 'skewed';

const failing = { service: 'table' as const, code: 'InternalServerError' };
const STORMS: Readonly<Record<Storm, Partial<Configuration>>> = {
  usual: { outages: [] },
  unsettled: {
    outages: [{ ...failing, from: 60 * MINUTE, to: 135 * MINUTE, calls: /^claims\.(settle|resume)$/, share: 1 }],
  },
  skewed: {
    outages: [{ ...failing, from: 0, to: 180 * MINUTE, calls: /^claims\.settle$/, share: 0.4 }],
    slow: { calls: /^states\.published$/, share: 0.5, most: 150_000 },
    ...{ mostSkew: 280_000, longPauses: 0.1 },
  },
};

/** One group that is busy, and processes that crash and pause all the time. */
export function stormOf(seed: number, storm: Storm): Configuration {
  const chance = new Chance(seed);
  const chosen = configurationOf(chance, 3);
  const restless = () => Array.from({ length: 90 }, (_, n) => ({ at: 2 * n * MINUTE, workers: chance.between(0, 12) }));
  const groups = chosen.groups
    .slice(0, 1)
    .map((group) => (storm === 'skewed' ? { ...group, demand: restless() } : group));
  return {
    ...{ ...chosen, groups, shortages: [], pauses: [] },
    ...{ rate: 0.04, losses: 3, mostSkew: 20_000, longPauses: 0.5 },
    ...STORMS[storm],
  };
}
