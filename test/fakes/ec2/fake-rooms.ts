import type { LaunchRoom, LaunchRooms, Pool } from '../../../shared/providers/ec2/ports.ts';
import type { Market } from '../../../shared/providers/instances/listed-worker.ts';
import { Calls } from '../calls.ts';

/** What is known before a launch, as set; nothing is until then. `calls` counts `of`. */
export class FakeRooms implements LaunchRooms {
  readonly calls = new Calls();
  readonly #addresses = new Map<string, number>();
  readonly #vcpusOf = new Map<string, number>();
  #vcpus: Readonly<Partial<Record<Market, number>>> = {};

  setAddresses(subnet: string, free: number): void {
    this.#addresses.set(subnet, free);
  }

  setVcpus(left: Readonly<Partial<Record<Market, number>>>): void {
    this.#vcpus = { ...this.#vcpus, ...left };
  }

  setVcpusOf(instanceType: string, vcpus: number): void {
    this.#vcpusOf.set(instanceType, vcpus);
  }

  async of(pools: readonly Pool[]): Promise<LaunchRoom> {
    await this.calls.enter('of');
    const subnets = new Set(pools.map(({ subnet }) => subnet));
    const types = new Set(pools.map(({ instanceType }) => instanceType));
    return {
      addresses: new Map([...this.#addresses].filter(([subnet]) => subnets.has(subnet))),
      vcpus: { ...this.#vcpus },
      vcpusOf: new Map([...this.#vcpusOf].filter(([type]) => types.has(type))),
    };
  }
}
