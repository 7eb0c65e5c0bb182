import { type AutoScalingOptions, LocalAutoScaling } from './autoscaling/index.ts';
import { LocalEc2, type LocalEc2Options } from './ec2/index.ts';
import { type EcsOptions, LocalEcs } from './ecs/index.ts';
import { HOME_REGION } from './environment.ts';
import type { StandIns } from './permissions/index.ts';

/** Times and limits of the stand-ins. */
export interface StandInOptions {
  readonly ec2?: Partial<LocalEc2Options>;
  readonly autoScaling?: Partial<AutoScalingOptions>;
  readonly ecs?: Partial<EcsOptions>;
}

/** The stand-ins of each region, made at their first call. The emulator keeps regions apart itself. */
export class Regions {
  readonly #options: StandInOptions;
  readonly #made = new Map<string, StandIns>();
  readonly home: StandIns;

  constructor(options: StandInOptions) {
    this.#options = options;
    this.home = this.in(HOME_REGION);
  }

  readonly in = (region: string): StandIns => {
    const known = this.#made.get(region);
    if (known !== undefined) return known;
    const options = this.#options;
    const ec2 = new LocalEc2({ region, ...options.ec2 });
    const isRunning = (instance: string): boolean => ec2.isRunning(instance);
    const made = {
      ec2,
      autoScaling: new LocalAutoScaling(ec2, { region, ...options.autoScaling }),
      ecs: new LocalEcs(ec2.now, { region, isRunning, ...options.ecs }),
    };
    this.#made.set(region, made);
    return made;
  };
}
