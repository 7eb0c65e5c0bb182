import { parseXML } from '@aws-sdk/xml-builder';
import type { SeenInstance } from '../seen-instance.ts';

/** An element as the parser gives it: its text, or its children; a repeated child is a list, an empty element is ''. */
type Node = string | { readonly [name: string]: Node | readonly Node[] } | undefined;

const child = (node: Node, name: string): Node | readonly Node[] => (typeof node === 'object' ? node[name] : undefined);
const only = (node: Node, name: string): Node => {
  const found = child(node, name);
  return Array.isArray(found) ? found[0] : (found as Node);
};
const text = (node: Node, name: string): string => {
  const found = only(node, name);
  return typeof found === 'string' ? found : '';
};
/** The `<item>`s of a list element: none, one or many. */
const items = (node: Node, name: string): readonly Node[] => {
  const found = child(only(node, name), 'item');
  return found === undefined ? [] : Array.isArray(found) ? found : [found as Node];
};

export interface InstancePage {
  readonly instances: SeenInstance[];
  readonly nextToken: string;
}

/** Throws when the text is no answer to DescribeInstances. */
export function instancePage(xml: string): InstancePage {
  const answer = only(parseXML(xml) as Node, 'DescribeInstancesResponse');
  if (answer === undefined) throw new Error('EC2 answered DescribeInstances with something else');
  const reservations = items(answer, 'reservationSet');
  return {
    instances: reservations.flatMap((reservation) => items(reservation, 'instancesSet').map(instanceOf)),
    nextToken: text(answer, 'nextToken'),
  };
}

function instanceOf(node: Node): SeenInstance {
  return {
    id: text(node, 'instanceId'),
    state: text(only(node, 'instanceState'), 'name'),
    instanceType: text(node, 'instanceType'),
    zone: text(only(node, 'placement'), 'availabilityZone'),
    launchedAt: Date.parse(text(node, 'launchTime')),
    lifecycle: text(node, 'instanceLifecycle'),
    tags: Object.fromEntries(items(node, 'tagSet').map((tag) => [text(tag, 'key'), text(tag, 'value')])),
  };
}

/** Code and message of an error answer; empty when the text is none. */
export function errorIn(xml: string): { code: string; message: string } {
  try {
    const [error] = [only(only(only(parseXML(xml) as Node, 'Response'), 'Errors'), 'Error')];
    return { code: text(error, 'Code'), message: text(error, 'Message') };
  } catch {
    // A proxy's or load balancer's page: the status has to speak for it.
    return { code: '', message: '' };
  }
}
