import { printXml } from '../query/xml.ts';

/** Why a load balancer does not find a target healthy. */
export interface TargetState {
  /** `unused`, `initial`, `unhealthy`, `draining`… */
  readonly state: string;
  /** A code such as `Target.NotInUse`. */
  readonly reason?: string;
  readonly description?: string;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html#target-health-states */
const NOT_ENABLED: TargetState = {
  state: 'unused',
  reason: 'Target.NotInUse',
  description: 'Target is in an Availability Zone that is not enabled for the load balancer',
};

/** States of load balancer targets. The emulator finds every target healthy. */
export class TargetStates {
  readonly #states = new Map<string, TargetState>();
  #zones: ReadonlySet<string> | null = null;

  /** From now on, every target group finds the instance in this state. */
  set(id: string, state: TargetState): void {
    this.#states.set(id, state);
  }

  /** The load balancers have only these zones enabled. An instance in another zone is `unused`. */
  enableZones(zones: readonly string[]): void {
    this.#zones = new Set(zones);
  }

  clear(): void {
    this.#states.clear();
    this.#zones = null;
  }

  /** A response to DescribeTargetHealth with these states. `zoneOf` returns null for an instance that EC2 does not know. */
  applied(xml: string, zoneOf: (id: string) => string | null): string {
    return xml.replace(
      /(<Target>.*?<Id>([^<]*)<\/Id>.*?<\/Target>.*?)<TargetHealth>.*?<\/TargetHealth>/gs,
      (found: string, before: string, id: string) => {
        const state = this.#stateOf(id, zoneOf(id));
        return state === null ? found : before + printed(state);
      },
    );
  }

  #stateOf(id: string, zone: string | null): TargetState | null {
    if (zone !== null && this.#zones !== null && !this.#zones.has(zone)) return NOT_ENABLED;
    return this.#states.get(id) ?? null;
  }
}

const printed = ({ state, reason, description }: TargetState): string =>
  printXml('TargetHealth', { State: state, Reason: reason ?? null, Description: description ?? null });
