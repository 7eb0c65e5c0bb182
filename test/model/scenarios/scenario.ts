import type { PolicyDocument } from '../../../shared/policy/index.ts';
import type { FleetOptions } from '../../fakes/ec2/instances.ts';

/** A group's story, a minute at a time; `World` is what its events happen in. */
export interface ScenarioIn<World> {
  readonly name: string;
  /** Where it happens; ec2, when left out. */
  readonly provider?: 'ec2' | 'auto-scaling-group' | 'ecs-service' | 'ec2-fleet' | 'lambda';
  /** Only the provider ec2 has what it is about. */
  readonly isOfEc2?: boolean;
  readonly policy: PolicyDocument;
  /** Workers that run when it begins, just enough for what is asked then. */
  readonly workers: number;
  /** The instance types of those workers, where they have weights; `workers` is then what they weigh. */
  readonly types?: readonly string[];
  readonly fleet?: Omit<FleetOptions, 'clock'>;
  /** What happens in the world right before each minute's evaluation. */
  readonly minutes: readonly (((world: World) => unknown) | null)[];
  /** Evaluations that begin in the same moment, by the minute; one, when left out. */
  readonly together?: (minute: number) => number;
  /** Seconds by which the clock of the nth evaluation's machine is fast. */
  readonly skew?: (nth: number) => number;
  /** Capacity that the group has in the end, workers on their way out apart. Where types have weights, more by less than a worker. */
  readonly wants: number;
  /** Members that its warm pool has in the end, all at rest. */
  readonly pool?: number;
  /** Capacity that the group has at every moment. */
  readonly atLeast?: number;
  /** Workers that are still there in the end, and those that are not. */
  readonly keeps?: readonly string[];
  readonly loses?: readonly string[];
  /** The version of the launch template that all workers have in the end. */
  readonly ends?: string;
  /** Time passes between the calls of one evaluation, too. */
  readonly isInterleaved?: boolean;
  /** Short enough for pairs of mishaps to be tried. */
  readonly isSmall?: boolean;
  /** Seconds by which what EC2 lists is old; none, when left out. */
  readonly listsLate?: number;
}
