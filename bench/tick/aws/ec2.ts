import { TAG } from '../../../shared/names/index.ts';
import { type Answer, Refused } from './call.ts';
import { instanceXml } from './instance-xml.ts';
import { LATENCY_MS } from './latency.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html; the limit applies to all filters together. */
const FILTER_VALUES_PER_CALL = 200;
const MAX_PAGE = 1000;

/** Running workers, the same number in every group. */
export class FleetStandIn {
  /** The number of a group's first worker. */
  readonly #first: ReadonlyMap<string, number>;
  readonly #workersPerGroup: number;
  readonly #launchedAt: Date;

  constructor(groups: readonly string[], workersPerGroup: number, launchedAt: Date) {
    this.#first = new Map(groups.map((group, index) => [group, index * workersPerGroup + 1]));
    this.#workersPerGroup = workersPerGroup;
    this.#launchedAt = launchedAt;
  }

  /** The workers of a group: name of the group, and number of the worker. */
  #workersOf(group: string): (readonly [string, number])[] {
    const first = this.#first.get(group);
    return first === undefined ? [] : Array.from({ length: this.#workersPerGroup }, (_, n) => [group, first + n]);
  }

  describeInstances(parameters: URLSearchParams): Answer {
    const groups = filterValues(parameters, `tag:${TAG.group}`);
    const page = Number(parameters.get('MaxResults'));
    const values = [...parameters.keys()].filter((name) => /^Filter\.\d+\.Value\./.test(name)).length;
    if (values > FILTER_VALUES_PER_CALL)
      throw new Refused(`a call contains ${values} filter values, more than ${FILTER_VALUES_PER_CALL}`);
    if (!(page >= 5 && page <= MAX_PAGE)) throw new Refused(`MaxResults is ${page}, not between 5 and ${MAX_PAGE}`);
    const all = groups.flatMap((group) => this.#workersOf(group));
    const from = Number(parameters.get('NextToken') ?? 0);
    const shown = all.slice(from, from + page);
    const next = from + page < all.length ? `<nextToken>${from + page}</nextToken>` : '';
    const reservations = shown
      .map(([group, number], n) => reservation(from + n, instanceXml(group, number, this.#launchedAt)))
      .join('');
    return {
      body: answerTo('DescribeInstances', `<reservationSet>${reservations}</reservationSet>${next}`),
      latencyMs: LATENCY_MS.describeInstances.page + LATENCY_MS.describeInstances.instance * shown.length,
    };
  }
}

/** Reports no failing status checks. */
export function describeInstanceStatus(parameters: URLSearchParams): Answer {
  const values = ['instance-status.status', 'system-status.status'].flatMap((check) => filterValues(parameters, check));
  if (values.join() !== 'impaired') throw new Refused('the call must filter one of the status checks by impaired');
  return {
    body: answerTo('DescribeInstanceStatus', '<instanceStatusSet/>'),
    latencyMs: LATENCY_MS.describeInstances.page,
  };
}

const answerTo = (action: string, content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>bench</requestId>${content}</${action}Response>`;

const reservation = (n: number, xml: string): string =>
  `<item><reservationId>r-${n.toString(16).padStart(17, '0')}</reservationId><ownerId>111122223333</ownerId><groupSet/><instancesSet>${xml}</instancesSet></item>`;

function filterValues(parameters: URLSearchParams, name: string): string[] {
  const [key] = [...parameters].find(([, value]) => value === name) ?? [];
  const prefix = key?.replace(/Name$/, 'Value.');
  return prefix ? [...parameters].flatMap(([parameter, value]) => (parameter.startsWith(prefix) ? value : [])) : [];
}
