import type { Configuration } from '../configuration/configuration.ts';

/** One thing that a seed injects into a run. */
export interface Injection {
  /** The same in every run of the seed. */
  readonly key: string;
  /** Ms since the beginning. */
  readonly at: number;
  readonly text: string;
}

/**
 * What a run injects: the groups, changes and outages of its configuration, and then each mishap as it comes. A run may be
 * limited to some of them, by their keys. This is how a failure is reduced to what causes it.
 */
export class Injections {
  readonly list: Injection[] = [];
  readonly #only: ReadonlySet<string> | null;

  constructor(only: ReadonlySet<string> | null = null) {
    this.#only = only;
  }

  /** Whether it is to happen. If so, it is added to the list. */
  allows(key: string, at: number, text = key): boolean {
    if (this.#only?.has(key) === false) return false;
    this.list.push({ key, at, text });
    return true;
  }

  /** The configuration without what is not to happen. The first policy and the first demand belong to their group. */
  configured(configuration: Configuration): Configuration {
    const { groups, outages, shortages, pauses = [] } = configuration;
    return {
      ...configuration,
      groups: groups
        .filter(({ group }) => this.allows(group, 0))
        .map(({ group, policies, demand, versions, ...plan }) => ({
          ...{ ...plan, group },
          policies: policies.filter(({ at }, n) => n === 0 || this.allows(`policy ${n + 1} of ${group}`, at)),
          demand: demand.filter(
            ({ at, workers }, n) =>
              n === 0 || this.allows(`demand ${n + 1} of ${group}`, at, `${group}: work for ${workers}`),
          ),
          versions: versions.filter((at, n) => this.allows(`version ${n + 2} for ${group}`, at)),
        })),
      outages: outages.filter(({ from, service, code, share }, n) =>
        this.allows(`outage ${n + 1}`, from, `${share * 100} % of the calls to ${service} fail: ${code}`),
      ),
      shortages: shortages.filter(({ from, room, code }, n) =>
        this.allows(`shortage ${n + 1}`, from, `EC2 has room for ${room}: ${code}`),
      ),
      pauses: pauses.filter(({ from, ...pause }, n) => this.allows(`pause ${n + 1}`, from, pauseText(pause))),
    };
  }
}

const pauseText = ({ when, call, lasts }: { when: string; call: string; lasts: number }): string =>
  `the next process is paused ${when} ${call} for ${Math.round(lasts / 60_000)} minutes`;
