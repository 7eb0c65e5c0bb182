import type { Shortages } from './faults.ts';
import { type InstanceState, isForgotten, type Lifetimes, stateOf } from './life.ts';
import type { Instance, LaunchTemplate, Subnet } from './model.ts';
import type { ClientTokens } from './tokens.ts';

/** Everything the stand-in keeps, handed to each part of it. */
export interface Books {
  readonly now: () => number;
  /** 17 hexadecimal digits, never the same twice. */
  readonly newId: () => string;
  readonly lifetimes: Lifetimes;
  readonly instanceTypes: ReadonlySet<string>;
  readonly instances: Map<string, Instance>;
  readonly templates: Map<string, LaunchTemplate>;
  readonly subnets: Map<string, Subnet>;
  readonly tokens: ClientTokens;
  readonly shortages: Shortages;
  readonly nextSequence: () => number;
}

/** An instance as it is shown at one moment. */
export interface ShownInstance extends Instance {
  readonly state: InstanceState;
}

export const shown = (books: Books, instance: Instance): ShownInstance => ({
  ...instance,
  state: stateOf(instance, books.now(), books.lifetimes),
});

/** Drops the instances that EC2 would no longer show. */
export function forgetTheDead(books: Books): void {
  const now = books.now();
  for (const instance of books.instances.values()) {
    if (isForgotten(instance, now, books.lifetimes)) books.instances.delete(instance.id);
  }
}
