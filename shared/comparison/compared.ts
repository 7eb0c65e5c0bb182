import { invalid } from '../model/index.ts';
import {
  type Controller,
  HIGH_RESOLUTION,
  hpa,
  hpaOnRequests,
  karpenter,
  keda,
  predictive,
  type QueueScenario,
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

interface Autoscaler {
  /** Default setting: the value with which the autoscaler's documentation starts. */
  readonly usual: number;
  readonly create: (scenario: Scenario, setting: number) => Controller;
}

const usually = (usual: number, create: Autoscaler['create']): Autoscaler => ({ usual, create });

const AUTOSCALERS: Readonly<Record<string, Autoscaler>> = {
  hpa: usually(0.5, (scenario, target) => hpa(scenario, { target })),
  'hpa-requests': usually(0.5, (scenario, target) => hpaOnRequests(scenario, { target })),
  'target-tracking': usually(0.5, (scenario, target) => targetTracking(scenario, { target })),
  'target-tracking-requests': usually(0.5, (scenario, target) => targetTrackingOnRequests(scenario, { target })),
  'target-tracking-high-resolution': usually(0.5, (scenario, target) =>
    targetTracking(scenario, { target, ...HIGH_RESOLUTION }),
  ),
  'target-tracking-requests-high-resolution': usually(0.5, (scenario, target) =>
    targetTrackingOnRequests(scenario, { target, ...HIGH_RESOLUTION }),
  ),
  predictive: usually(0.5, (scenario, target) => predictive(scenario, { target })),
  'predictive-forecast-only': usually(0.5, (scenario, target) =>
    predictive(scenario, { target, mode: 'ForecastOnly' }),
  ),
  step: usually(0.5, (scenario, threshold) => stepScaling(scenario, { threshold })),
  keda: usually(1, (scenario, perWorker) => keda(scenario as QueueScenario, { perWorker })),
  karpenter: usually(30, (scenario, consolidateAfter) => karpenter(scenario, { consolidateAfter })),
};
/** Without a queue, KEDA scales on requests as the HPA does: a target share of a worker's requests. */
const KEDA_WITHOUT_QUEUE = usually(0.7, (scenario, target) => hpaOnRequests(scenario, { target }));
const NAMES = [...Object.keys(AUTOSCALERS), 'static'];

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
  const autoscaler = name === 'keda' && scenario.kind !== 'queue' ? KEDA_WITHOUT_QUEUE : AUTOSCALERS[name];
  return autoscaler ? autoscaler.create(scenario, value ?? autoscaler.usual) : staticSize(value ?? peak);
}
