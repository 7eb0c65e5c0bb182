import { type ChildProcess, spawn } from 'node:child_process';
import type { Message, Worker } from './messages.ts';

interface Running {
  readonly child: ChildProcess;
  readonly launchedAt: string;
  readonly marks: Record<string, string>;
}

/** Runs workers as processes of this machine, all with the same command. It knows them only while its own process lives. */
export class LocalProcesses {
  readonly #command: readonly [string, ...string[]];
  readonly #groups = new Map<string, { desired: number; readonly running: Map<string, Running> }>();
  #ended = false;

  constructor(command: readonly [string, ...string[]]) {
    this.#command = command;
  }

  readonly handle = (message: Message): object => {
    const group = this.#group(message.group);
    switch (message.action) {
      case 'describe':
        return { desired: group.desired, workers: [...group.running].map(workerOf) };
      case 'resize':
        group.desired = message.desired;
        this.#start(group);
        return { desired: group.desired };
      case 'terminate':
        for (const id of message.workers) {
          const worker = group.running.get(id);
          if (!worker) continue;
          group.running.delete(id);
          group.desired -= 1;
          worker.child.kill();
        }
        return { gone: message.workers };
      case 'mark':
        for (const worker of message.workers.flatMap((id) => group.running.get(id) ?? [])) {
          for (const [key, value] of Object.entries(message.marks)) {
            if (value === null) delete worker.marks[key];
            else worker.marks[key] = value;
          }
        }
        return {};
    }
  };

  /** Ends all processes. */
  end(): void {
    this.#ended = true;
    for (const { running } of this.#groups.values()) for (const { child } of running.values()) child.kill();
  }

  #group(name: string) {
    const group = this.#groups.get(name) ?? { desired: 0, running: new Map() };
    this.#groups.set(name, group);
    return group;
  }

  /** A process that ends by itself is replaced. */
  #start(group: { readonly desired: number; readonly running: Map<string, Running> }): void {
    const [command, ...words] = this.#command;
    while (!this.#ended && group.running.size < group.desired) {
      const child = spawn(command, words, { stdio: 'ignore' });
      const id = String(child.pid);
      group.running.set(id, { child, launchedAt: new Date().toISOString(), marks: {} });
      child.once('exit', () => {
        if (group.running.delete(id)) this.#start(group);
      });
    }
  }
}

const workerOf = ([id, { launchedAt, marks }]: [string, Running]): Worker => ({
  id,
  state: 'ready',
  launchedAt,
  marks,
});
