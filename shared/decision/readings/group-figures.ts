import { type Fleet, isClusterFigure, readsGroup, reportedWork } from '../../model/index.ts';
import type { Observation, Policy } from '../../policy/index.ts';
import { type Figure, type Remembered, Serving } from './serving.ts';

type Observed = Pick<Observation, 'now' | 'cluster'> & { readonly history?: Remembered };
type ClusterFigure = 'desired' | 'pending' | 'reserved';

const NO_HISTORY: Remembered = { changes: [] };

/** The group's own figures, by their names in formulas. */
const FIGURES: Readonly<Record<string, Figure>> = { workers: 'live', ready: 'ready', desired: 'desired' };

/** The figure with this name whose past is known; undefined for any other name. */
export const figureNamed = (name: string): Figure | undefined =>
  Object.hasOwn(FIGURES, name) ? FIGURES[name] : undefined;

/** What formulas read from the group and its cluster, and which workers served when. */
export class GroupFigures {
  readonly #policy: Policy;
  readonly #observation: Observed;
  readonly #current: number;
  readonly #fleet: Fleet;
  #serving: Serving | undefined;

  constructor(policy: Policy, observation: Observed, current: number, fleet: Fleet) {
    this.#policy = policy;
    this.#observation = observation;
    this.#current = current;
    this.#fleet = fleet;
  }

  get serving(): Serving {
    const { now, history = NO_HISTORY } = this.#observation;
    this.#serving ??= new Serving(this.#policy, { now, history }, this.#current, this.#fleet);
    return this.#serving;
  }

  get inService(): number {
    const { ready, unhealthy } = this.#fleet.counts;
    return ready + unhealthy;
  }

  /** A figure that formulas read: of workers, the mean over a time (ms since the epoch), else the value now. Undefined for other names. */
  over(name: string, from: number, to: number): number | undefined {
    const figure = figureNamed(name);
    if (figure) return this.serving.over(figure, from, to).mean;
    if (!readsGroup(name, this.#policy.metrics)) return undefined;
    if (isClusterFigure(name)) return this.#observation.cluster?.[name.slice('cluster.'.length) as ClusterFigure];
    return name === 'pending' ? this.#fleet.counts.pending : this.#busy();
  }

  /** No data while workers serve and none of them reports whether it is busy. */
  #busy(): number | undefined {
    return reportedWork(this.#fleet)?.busy ?? (this.inService === 0 ? 0 : undefined);
  }
}
