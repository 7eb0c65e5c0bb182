import { items, type Node, only, parsed, text } from '../../aws/query/xml.ts';
import type { SeenInstance } from './seen-instance.ts';

export interface Page {
  readonly items: readonly Node[];
  readonly nextToken: string;
}

/**
 * Parses one page of the list in the element `set`. Throws if the text is not a response to the action. `wanted`: the names
 * of the elements in the list that are read; without it, all of them.
 */
export function answerPage(xml: string, action: string, set: string, wanted?: readonly string[]): Page {
  const names = wanted && new Set([`${action}Response`, set, 'item', 'nextToken', ...wanted]);
  const answer = only(parsed(xml, names), `${action}Response`);
  if (answer === undefined) throw new Error(`EC2's response is not a ${action}Response`);
  return { items: items(answer, set), nextToken: text(answer, 'nextToken') };
}

/** What {@link instancesOf} reads of an instance: a tenth of what EC2 answers. */
export const OF_INSTANCE: readonly string[] = [
  ...['instancesSet', 'instanceId', 'instanceState', 'name', 'stateReason', 'code', 'message', 'instanceType'],
  ...['placement', 'availabilityZone', 'subnetId', 'launchTime', 'instanceLifecycle', 'imageId'],
  ...['capacityReservationId', 'tagSet', 'key', 'value'],
];

export const instancesOf = (reservation: Node): SeenInstance[] => items(reservation, 'instancesSet').map(instanceOf);

function instanceOf(node: Node): SeenInstance {
  return {
    id: text(node, 'instanceId'),
    state: text(only(node, 'instanceState'), 'name'),
    stateReason: reasonIn(only(node, 'stateReason')),
    instanceType: text(node, 'instanceType'),
    zone: text(only(node, 'placement'), 'availabilityZone'),
    subnet: text(node, 'subnetId'),
    launchedAt: Date.parse(text(node, 'launchTime')),
    lifecycle: text(node, 'instanceLifecycle'),
    image: text(node, 'imageId'),
    reservation: text(node, 'capacityReservationId'),
    tags: Object.fromEntries(items(node, 'tagSet').map((tag) => [text(tag, 'key'), text(tag, 'value')])),
  };
}

function reasonIn(node: Node | undefined): SeenInstance['stateReason'] {
  const code = text(node, 'code');
  return code === '' ? null : { code, message: text(node, 'message') };
}

/** Code and message of an error response; empty if the text is not an error response. */
export function errorIn(xml: string): { code: string; message: string } {
  try {
    const [error] = [only(only(only(parsed(xml), 'Response'), 'Errors'), 'Error')];
    return { code: text(error, 'Code'), message: text(error, 'Message') };
  } catch {
    // The text may be a page of a proxy or load balancer. The caller then reports only the status.
    return { code: '', message: '' };
  }
}
