import { items, type Node, only, parsed, text } from '../../../../aws/query/xml.ts';
import type { SeenInstance } from '../seen-instance.ts';

export interface Page {
  readonly items: readonly Node[];
  readonly nextToken: string;
}

/** One page of what an action lists in its element `set`. Throws when the text is no answer to the action. */
export function answerPage(xml: string, action: string, set: string): Page {
  const answer = only(parsed(xml), `${action}Response`);
  if (answer === undefined) throw new Error(`EC2 answered ${action} with something else`);
  return { items: items(answer, set), nextToken: text(answer, 'nextToken') };
}

export const instancesOf = (reservation: Node): SeenInstance[] => items(reservation, 'instancesSet').map(instanceOf);

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
    const [error] = [only(only(only(parsed(xml), 'Response'), 'Errors'), 'Error')];
    return { code: text(error, 'Code'), message: text(error, 'Message') };
  } catch {
    // A proxy's or load balancer's page: the status has to speak for it.
    return { code: '', message: '' };
  }
}
