import { TAG } from '../../shared/names/index.ts';
import type { Action, AnswerTo, Message } from '../../shared/providers/lambda/messages.ts';
import type { Functions } from '../../shared/providers/lambda/ports.ts';
import { Calls } from './calls.ts';
import { FakeAutoScaling, type FakeAutoScalingOptions } from './fake-auto-scaling.ts';

/** A function in memory that serves any number of groups: each launches until it has what it wants, and replaces what is lost. */
export class FakeFunctions implements Functions {
  readonly calls = new Calls();
  readonly workers: FakeAutoScaling;

  constructor(options: FakeAutoScalingOptions) {
    this.workers = new FakeAutoScaling(options);
  }

  async ask<A extends Action>(_name: string, message: Extract<Message, { readonly action: A }>): Promise<AnswerTo<A>> {
    await this.calls.enter(message.action);
    return (await this.#answer(message)) as AnswerTo<A>;
  }

  async #answer(message: Message): Promise<object> {
    const { group } = message;
    switch (message.action) {
      case 'describe':
        return this.#described(group);
      case 'resize': {
        const { from, desired: target } = message;
        const { desired } = await this.workers.raise({ name: group, from, target });
        return { desired };
      }
      case 'terminate':
        return this.workers.remove(group, message.workers, message.evenBusy);
      case 'mark': {
        const alive = new Set(this.workers.alive(group).map(({ id }) => id));
        for (const id of message.workers.filter((each) => alive.has(each))) {
          for (const [key, value] of Object.entries(message.marks)) this.workers.setTag(group, id, key, value);
        }
        return {};
      }
    }
  }

  async #described(name: string): Promise<AnswerTo<'describe'>> {
    const [found, seen] = await Promise.all([this.workers.groups([name]), this.workers.membersOf([name])]);
    const { desired = 0, members = [] } = found.get(name) ?? {};
    const workers = members.map(({ id, zone, lifecycle, healthy, protected: isProtected }) => {
      const { launchedAt, tags: { [TAG.busy]: busy, ...marks } = {} } = seen.get(id) ?? {};
      return {
        ...{ id, zone, protected: isProtected, ...(launchedAt !== undefined && { launchedAt }), marks },
        ...{ ...(busy !== undefined && { busy: busy === 'true' }) },
        state: healthy
          ? lifecycle === 'InService'
            ? ('ready' as const)
            : ('pending' as const)
          : ('unhealthy' as const),
      };
    });
    return { desired, workers };
  }
}
