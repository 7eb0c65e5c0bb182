import type { Random } from '../../../shared/simulation/index.ts';
import type { ProxyCall, ProxyFault } from '../../fault-proxy/index.ts';
import type { ChaosStage } from '../stage/stage.ts';
import { HOURS, isIn } from './hours.ts';

const SHARE_THROTTLED = 0.5;
const SHARE_UNHEALTHY = 0.3;
const LAUNCHES = /^(CreateFleet|RunInstances|StartInstances)$/;

/** What AWS does on the worst day. */
export class Outages {
  readonly #random: Random;
  #minute = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  readonly onCall = ({ service, action }: ProxyCall): ProxyFault | null => {
    if (service === 'dynamodb' && isIn(HOURS.table, this.#minute)) return 'error-500';
    const isThrottled = service === 'ec2' && LAUNCHES.test(action) && isIn(HOURS.throttled, this.#minute);
    return isThrottled && this.#random() < SHARE_THROTTLED ? 'throttled' : null;
  };

  /** Begins a minute. `targets`: the instances that the load balancer checks. */
  begin(minute: number, { ec2, localAws }: Pick<ChaosStage, 'ec2' | 'localAws'>, targets: readonly string[]): void {
    this.#minute = minute;
    if (minute === HOURS.capacity.from) ec2.shortages.add({ remaining: 0 });
    if (minute === HOURS.capacity.to) ec2.shortages.clear();
    for (const id of targets) {
      const isFound = isIn(HOURS.health, minute) && this.#random() < SHARE_UNHEALTHY;
      localAws.habits?.targets.set(id, { state: isFound ? 'unhealthy' : 'healthy' });
    }
  }
}
