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
  /** Of the ARNs. */
  readonly account: string;
}

/**
 * EC2 Auto Scaling as far as the project uses it, in memory, strict where AWS is. Its instances are those of the EC2
 * stand-in, and its clock is that one's. Nothing runs in the background: what is due is done before any answer of either.
 */
export class LocalAutoScaling {
  readonly faults: CallFaults = new CallFaults();
  /** Calls by action, as they arrived, whatever became of them. */
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
