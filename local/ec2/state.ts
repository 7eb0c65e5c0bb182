import type { Shortages } from './faults.ts';
import { type InstanceState, isForgotten, type Lifetimes, stateOf } from './instances/lifecycle.ts';
import type { ClientTokens } from './launching/tokens.ts';
import type { Instance, LaunchTemplate, Subnet } from './model.ts';

/** The stand-in's state, shared by all its parts. */
export interface Ec2State {
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

/** An instance as describe calls return it, with its state at that time. */
export interface ShownInstance extends Instance {
  readonly state: InstanceState;
}

export const shown = (ec2State: Ec2State, instance: Instance): ShownInstance => ({
  ...instance,
  state: stateOf(instance, ec2State.now(), ec2State.lifetimes),
});

/** Removes the instances that describe calls no longer return. */
export function forgetTerminated(ec2State: Ec2State): void {
  const now = ec2State.now();
  for (const instance of ec2State.instances.values()) {
    if (isForgotten(instance, now, ec2State.lifetimes)) ec2State.instances.delete(instance.id);
  }
}
