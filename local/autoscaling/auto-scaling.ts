import type { LocalEc2 } from '../ec2/index.ts';
import { CallFaults } from '../query/call-faults.ts';
import type { HttpAnswer } from '../query/serve.ts';
import { converge } from './converge.ts';
import { DELAYS, type Delays, type Group } from './model.ts';
import { answer } from './protocol/answer.ts';
import type { State } from './state.ts';

export interface AutoScalingOptions {
  readonly delays: Partial<Delays>;
  readonly region: string;
  /** The account in the ARNs. */
  readonly account: string;
}

/**
 * The part of EC2 Auto Scaling that the project uses, in memory and as strict as AWS. It shares instances and clock with
 * the EC2 stand-in. Nothing runs in the background: both stand-ins carry out due actions before they respond.
 */
export class LocalAutoScaling {
  readonly faults: CallFaults = new CallFaults();
  /** The number of calls per action, including failed ones. */
  readonly calls: Map<string, number> = new Map();
  readonly #state: State;
  #converging = false;

  constructor(ec2: LocalEc2, options: Partial<AutoScalingOptions> = {}) {
    this.#state = {
      now: ec2.now,
      region: options.region ?? 'us-east-1',
      account: options.account ?? '000000000000',
      delays: { ...DELAYS, ...options.delays },
      ec2,
      groups: new Map(),
      activities: [],
    };
    ec2.beforeAnswering(() => this.#catchUp());
  }

  answer(form: string): HttpAnswer {
    this.#catchUp();
    return answer(this.#state, form);
  }

  /** Every group as it is now; for tests and reports. */
  groups(): readonly Group[] {
    this.#catchUp();
    return [...this.#state.groups.values()];
  }

  #catchUp(): void {
    if (this.#converging) return;
    this.#converging = true;
    try {
      converge(this.#state);
    } finally {
      this.#converging = false;
    }
  }
}
