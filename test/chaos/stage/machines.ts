import { buffer } from 'node:stream/consumers';
import type { ShownInstance } from '../../../local/ec2/index.ts';
import { CallFaults } from '../../../local/query/call-faults.ts';
import { TAG } from '../../../shared/names/names.ts';
import type { Message } from '../../../shared/providers/lambda/messages.ts';
import { serving, type TestServer } from '../../sources/servers.ts';
import { FUNCTION, GROUPS, type GroupName, machinesOf } from '../groups.ts';
import { GROUP_NAME_TAG } from '../invariants/index.ts';

/** In the run's time. */
const REACTION_MS = 10_000;
const PENDING_MS = 30_000;

interface Machine {
  readonly launchedAt: number;
  readonly marks: Map<string, string>;
  endedAt: number | null;
}

interface Machines {
  desired: number;
  /** When it launches what is missing. */
  dueAt: number;
  readonly all: Map<string, Machine>;
}

/** Machines that a function of the user's launches and ends, as a server that answers Lambda's Invoke. */
export class ChaosMachines {
  readonly #now: () => number;
  readonly #groups = new Map<string, Machines>();
  #server: TestServer | null = null;
  readonly faults = new CallFaults();
  /** Machines that no evaluation may end: a protected one of each group. */
  readonly bystanders = new Set<string>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Returns the endpoint of Lambda. */
  async serve(): Promise<string> {
    for (const group of GROUPS.filter((each) => machinesOf(each) !== null)) {
      const first: Machine = { launchedAt: this.#now(), marks: new Map([[TAG.protected, 'true']]), endedAt: null };
      this.#groups.set(group, { desired: 1, dueAt: 0, all: new Map([['vm-0', first]]) });
      this.bystanders.add(idOf(group, 'vm-0'));
    }
    this.#server = await serving(async (request, response) => {
      const message = JSON.parse((await buffer(request)).toString()) as Message;
      const fault = this.faults.take('Invoke')?.kind;
      if (fault === 'throttle') return void response.writeHead(429).end('{"Message":"Rate Exceeded."}');
      const answer = this.#answer(message);
      if (fault === 'reset') return void response.destroy();
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    return this.#server.url;
  }

  close = (): Promise<void> => this.#server?.close() ?? Promise.resolve();

  desired = (group: GroupName): number => this.#groups.get(group)?.desired ?? 0;

  /** Somebody ends a machine. */
  end(id: string): void {
    const [, group = '', own = ''] = id.split('/');
    const machine = this.#groups.get(group)?.all.get(own);
    if (machine) machine.endedAt ??= this.#now();
  }

  /** Every machine there ever was, as if it were an instance with the name of its group as a tag. */
  everything(): ShownInstance[] {
    return [...this.#groups].flatMap(([group, machines]) => {
      this.#react(machines);
      return [...machines.all].map(([own, { launchedAt, endedAt, marks }]): ShownInstance => {
        const tags = new Map([...marks, [GROUP_NAME_TAG, machinesOf(group as GroupName) ?? '']]);
        const state = endedAt === null ? 'running' : 'terminated';
        return { id: idOf(group, own), launchedAt, endedAt, tags, state } as ShownInstance;
      });
    });
  }

  #answer(message: Message): object {
    const machines = this.#groups.get(message.group);
    if (!machines) throw new Error(`There are no machines of ${message.group}.`);
    this.#react(machines);
    const now = this.#now();
    switch (message.action) {
      case 'describe':
        return { desired: machines.desired, workers: this.#shown(machines) };
      case 'resize':
        machines.desired = message.desired;
        return { desired: message.desired };
      case 'terminate': {
        const gone = message.workers.filter((own) => !machines.all.get(own)?.marks.has(TAG.protected));
        for (const own of gone) {
          const machine = machines.all.get(own);
          if (machine?.endedAt !== null) continue;
          machine.endedAt = now;
          machines.desired -= 1;
        }
        return { gone };
      }
      case 'mark':
        for (const own of message.workers) {
          for (const [key, value] of Object.entries(message.marks)) {
            if (value === null) machines.all.get(own)?.marks.delete(key);
            else machines.all.get(own)?.marks.set(key, value);
          }
        }
        return {};
    }
  }

  #shown({ all }: Machines): object[] {
    const alive = [...all].filter(([, { endedAt }]) => endedAt === null);
    return alive.map(([id, { launchedAt, marks }]) => ({
      ...{ id, launchedAt: new Date(launchedAt).toISOString(), marks: Object.fromEntries(marks) },
      state: this.#now() - launchedAt >= PENDING_MS ? 'ready' : 'pending',
    }));
  }

  /** Launches what is missing, some time after it is. */
  #react(machines: Machines): void {
    const now = this.#now();
    const alive = [...machines.all.values()].filter(({ endedAt }) => endedAt === null).length;
    if (alive >= machines.desired) machines.dueAt = 0;
    else if (machines.dueAt === 0) machines.dueAt = now + REACTION_MS;
    else if (now >= machines.dueAt) {
      for (let missing = machines.desired - alive; missing > 0; missing--) {
        machines.all.set(`vm-${machines.all.size}`, { launchedAt: now, marks: new Map(), endedAt: null });
      }
      machines.dueAt = 0;
    }
  }
}

const idOf = (group: string, own: string): string => `${FUNCTION}/${group}/${own}`;
