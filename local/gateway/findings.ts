/** A call that AWS would not carry out. */
export interface Finding {
  /** `invalid`: against the service's model; `denied`: not allowed to its caller; `unknown`: the local AWS cannot judge it. */
  readonly kind: 'invalid' | 'denied' | 'unknown';
  /** `ec2:CreateFleet`. */
  readonly call: string;
  /** The access key that signed it. */
  readonly by: string;
  readonly problems: readonly string[];
}

/** More say nothing new, and must not fill the memory of a local AWS that runs for days. */
const MOST = 1000;

/** What AWS would not have carried out, in the order of the calls. */
export class Findings {
  #found: Finding[] = [];
  #isClosed = false;

  add(finding: Finding): void {
    if (!this.#isClosed && this.#found.length < MOST) this.#found.push(finding);
  }

  /** Keeps what was found and adds nothing more: while the local AWS stops, it can no longer judge calls. */
  close(): void {
    this.#isClosed = true;
  }

  get all(): readonly Finding[] {
    return this.#found;
  }

  /** Returns the findings and forgets them, for a test that expects them. */
  take(): readonly Finding[] {
    return this.#found.splice(0);
  }

  /** Throws if there is a finding: a test on the local AWS then fails, whatever else it has checked. */
  throwIfAny(): void {
    if (this.#found.length === 0) return;
    const lines = this.#found.map(findingText);
    throw new Error(`AWS would have refused what was called:\n${[...new Set(lines)].join('\n')}`);
  }
}

export const findingText = ({ kind, call, by, problems }: Finding): string =>
  `${kind} ${call} by ${by}: ${problems.join('; ')}`;
