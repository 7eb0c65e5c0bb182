import { closeTo, InvalidInputError, meantText } from '../model/index.ts';
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
  /** The highest setting: a target is a share of a worker's capacity. */
  readonly most: number;
  readonly create: (scenario: Scenario, setting: number) => Controller;
}

const MOST = 1e6;
const share = (usual: number, create: Autoscaler['create']): Autoscaler => ({ usual, most: 1, create });
const amount = (usual: number, create: Autoscaler['create']): Autoscaler => ({ usual, most: MOST, create });

const AUTOSCALERS: Readonly<Record<string, Autoscaler>> = {
  hpa: share(0.5, (scenario, target) => hpa(scenario, { target })),
  'hpa-requests': share(0.5, (scenario, target) => hpaOnRequests(scenario, { target })),
  'target-tracking': share(0.5, (scenario, target) => targetTracking(scenario, { target })),
  'target-tracking-requests': share(0.5, (scenario, target) => targetTrackingOnRequests(scenario, { target })),
  'target-tracking-high-resolution': share(0.5, (scenario, target) =>
    targetTracking(scenario, { target, ...HIGH_RESOLUTION }),
  ),
  'target-tracking-requests-high-resolution': share(0.5, (scenario, target) =>
    targetTrackingOnRequests(scenario, { target, ...HIGH_RESOLUTION }),
  ),
  predictive: share(0.5, (scenario, target) => predictive(scenario, { target })),
  'predictive-forecast-only': share(0.5, (scenario, target) => predictive(scenario, { target, mode: 'ForecastOnly' })),
  step: share(0.5, (scenario, threshold) => stepScaling(scenario, { threshold })),
  keda: amount(1, (scenario, perWorker) => keda(scenario as QueueScenario, { perWorker })),
  karpenter: amount(30, (scenario, consolidateAfter) => karpenter(scenario, { consolidateAfter })),
};
/** Without a queue, KEDA scales on requests as the HPA does: a target share of a worker's requests. */
const KEDA_WITHOUT_QUEUE = share(0.7, (scenario, target) => hpaOnRequests(scenario, { target }));
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
    if (!NAMES.includes(name)) throw unknownName(each, name);
    const autoscaler = autoscalerOf(name, scenario);
    const most = autoscaler?.most ?? MOST;
    const value = setting === undefined ? undefined : Number(setting);
    if (value !== undefined && !(value > 0 && value <= most)) {
      const reason = { code: 'out-of-range', params: { relation: 'at most', bound: most, of: 'number' } };
      throw new InvalidInputError(`--compare ${each}: ${rangeOf(most, name)}.`, { reason });
    }
    return {
      name: each,
      controller: autoscaler?.create(scenario, value ?? autoscaler.usual) ?? staticSize(value ?? peak),
    };
  });
}

/** `hpa0.6`, `hpa:0.6`, `hpa-0.6`: a setting without the sign that separates it. */
const UNSEPARATED = /^([a-z-]*[a-z])[^a-z\d.]*(\d*\.?\d+)$/i;

function unknownName(written: string, name: string): InvalidInputError {
  const [, start = name, setting] = UNSEPARATED.exec(written) ?? [];
  const meant = closeTo(start, NAMES);
  const close = meant !== null && setting !== undefined ? `${meant}=${setting}` : meant;
  const reason = { code: 'not-one-of', params: { values: NAMES, ...(close !== null && { close }) } };
  const accepted = `--compare accepts ${NAMES.join(', ')}, not ${JSON.stringify(name)}`;
  return new InvalidInputError(`${accepted}${meantText(close, '.')}`, { reason });
}

/** Undefined for a static size. */
const autoscalerOf = (name: string, { kind }: Scenario): Autoscaler | undefined =>
  name === 'keda' && kind !== 'queue' ? KEDA_WITHOUT_QUEUE : AUTOSCALERS[name];

const rangeOf = (most: number, name: string): string =>
  most === 1
    ? `the setting is a share of a worker's capacity and must be a number above 0 and at most 1; for 70 %, write ${name}=0.7`
    : `the setting must be a number above 0 and at most ${most}`;

/** Seconds of data that predictive scaling needs before its first forecast. */
const FIRST_FORECAST = 86_400;

/** What a table of these autoscalers doesn't show. `seconds`: the length of the replay. */
export function comparedNotes(names: readonly string[], seconds: number): string[] {
  if (seconds > FIRST_FORECAST || !names.some((name) => nameOf(name) === 'predictive')) return [];
  const hours = (seconds / 3600).toFixed(1);
  return [
    `predictive makes its first forecast after 24 hours, so in this replay of ${hours} hours it does the same as target-tracking`,
  ];
}

const MEANINGS: Readonly<Record<string, string>> = {
  static:
    'always the same number of workers. Without a setting, as many as the highest demand needs, but at most capacity.max',
  'predictive-forecast-only': 'never changes the capacity, so it does the same as target-tracking',
};

/** A line for each row whose name doesn't say what it is. */
export const comparedMeanings = (names: readonly string[]): string[] =>
  [...new Set(names.map(nameOf))].flatMap((name) =>
    Object.hasOwn(MEANINGS, name) ? [`${name}: ${MEANINGS[name]}.`] : [],
  );

const nameOf = (written: string): string => written.split('=')[0] ?? '';
