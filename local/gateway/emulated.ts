import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LocalEc2 } from '../ec2/index.ts';
import type { Habits } from '../habits/index.ts';
import type { Forwarder } from './forward.ts';

/** Has the emulator answer, with the habits of AWS that it does not have itself. */
export function answerEmulated(
  { forwarder, habits, ec2 }: { forwarder: Forwarder; habits: Habits; ec2: LocalEc2 },
  service: string,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): void {
  if (service === 'elasticloadbalancing' && isCall('DescribeTargetHealth', request, body)) {
    const zoneOf = (id: string): string | null => ec2.find(id)?.zone ?? null;
    forwarder.forward(request, response, body, (xml) => habits.targets.applied(xml, zoneOf));
    return;
  }
  if (service === 'monitoring' && isCall('PutMetricData', request, body)) {
    const ms = habits.metrics.next();
    if (ms > 0) {
      habits.metrics.hold(ms, () => forwarder.send(request, body));
      succeed(request, response);
      return;
    }
  }
  forwarder.forward(request, response, body);
}

/** Whether it calls this operation, in any of the protocols of the two services above. */
function isCall(operation: string, { headers, url = '' }: IncomingMessage, body: Buffer): boolean {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.endsWith(`.${operation}`);
  if (headers['smithy-protocol'] !== undefined) return url.endsWith(`/operation/${operation}`);
  return new URLSearchParams(body.toString()).get('Action') === operation;
}

/** The answer to a successful PutMetricData, which says nothing. */
function succeed({ headers }: IncomingMessage, response: ServerResponse): void {
  if (headers['smithy-protocol'] !== undefined) {
    const emptyMap = Buffer.from([0xa0]);
    response.writeHead(200, { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' }).end(emptyMap);
  } else if (headers['x-amz-target'] !== undefined) {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
  } else {
    response.writeHead(200, { 'content-type': 'text/xml' }).end('<PutMetricDataResponse/>');
  }
}
