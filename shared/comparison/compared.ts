import { invalid } from '../model/index.ts';
import {
  type Controller,
  hpa,
  hpaOnRequests,
  karpenter,
  keda,
  type Scenario,
  staticSize,
  stepScaling,
  targetTracking,
  targetTrackingOnRequests,
} from '../simulation/index.ts';

export interface Compared {
  readonly name: string;
  readonly controller: Controller;
}

/** Default settings: the values with which each autoscaler's documentation starts. */
const USUAL = {
  hpa: 0.5,
  'hpa-requests': 0.5,
  'target-tracking': 0.5,
  'target-tracking-requests': 0.5,
  step: 0.5,
  keda: 1,
  karpenter: 30,
};
const NAMES = [...Object.keys(USUAL), 'static'];

/**
 * Other autoscalers by name, with an optional setting (`hpa=0.6`): the target utilization of a worker; for `keda` the
 * tasks per worker (without a queue the target utilization, 0.7), for `karpenter` the seconds until an idle worker is
 * removed, for `static` the number of workers. `peak`: the workers that the demand's highest step needs.
 */
export function comparedWith(written: string, scenario: Scenario, peak: number): Compared[] {
  const wanted = written
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  return wanted.map((each) => {
    const [name = '', setting] = each.split('=');
    if (!NAMES.includes(name)) throw invalid(`--compare accepts ${NAMES.join(', ')}, not ${JSON.stringify(name)}.`);
    const value = setting === undefined ? undefined : Number(setting);
    if (value !== undefined && !(value > 0 && value < 1e6))
      throw invalid(`--compare ${each}: ${setting} must be a number above 0.`);
    return { name: each, controller: made(name, value, scenario, peak) };
  });
}

function made(name: string, value: number | undefined, scenario: Scenario, peak: number): Controller {
  const setting = value ?? USUAL[name as keyof typeof USUAL];
  if (name === 'static') return staticSize(value ?? peak);
  if (name === 'karpenter') return karpenter(scenario, { consolidateAfter: setting });
  // Without a queue, KEDA scales on requests as the HPA does: a target share of a worker's requests.
  if (name === 'keda') {
    return scenario.kind === 'queue'
      ? keda(scenario, { perWorker: setting })
      : hpaOnRequests(scenario, { target: value ?? 0.7 });
  }
  const options = { target: setting };
  if (name === 'hpa') return hpa(scenario, options);
  if (name === 'hpa-requests') return hpaOnRequests(scenario, options);
  if (name === 'target-tracking') return targetTracking(scenario, options);
  if (name === 'target-tracking-requests') return targetTrackingOnRequests(scenario, options);
  return stepScaling(scenario, { threshold: setting });
}
