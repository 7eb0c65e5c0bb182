import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { controlAutoScaling, type LocalAutoScaling, reportAutoScaling } from '../autoscaling/index.ts';
import { control, type LocalEc2, report } from '../ec2/index.ts';
import { controlEcs, type LocalEcs, reportEcs } from '../ecs/index.ts';
import { controlHabits, type Habits } from '../habits/index.ts';
import { controlPrices, type LocalPrices } from '../prices/index.ts';
import { controlQuotas, type LocalQuotas } from '../quotas/index.ts';
import type { Findings } from './findings.ts';

/** Prefix of the gateway's own paths. The emulator has no path with this prefix. */
export const OWN_PATH = '/_headcount/';

export interface OwnParts {
  readonly ec2: LocalEc2;
  readonly autoScaling: LocalAutoScaling;
  readonly ecs: LocalEcs;
  readonly findings: Findings;
  readonly habits: Habits;
  readonly quotas: LocalQuotas;
  readonly prices: LocalPrices;
  readonly id: string;
}

/** Answers what is asked of the local AWS itself, at a path below `OWN_PATH`. */
export async function answerOwn(
  path: string,
  parts: OwnParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { ec2, autoScaling, ecs, findings, id } = parts;
  if (path === 'world') return sendJson(response, 200, { id, pid: process.pid });
  if (request.method === 'GET') {
    if (path === 'findings') return sendJson(response, 200, findings.all);
    if (path === 'ec2') return sendJson(response, 200, report(ec2));
    if (path === 'autoscaling') return sendJson(response, 200, reportAutoScaling(autoScaling));
    if (path === 'ecs') return sendJson(response, 200, reportEcs(ecs));
  }
  const [service, subpath] = path.split('/', 2);
  if (subpath !== undefined && request.method === 'POST') {
    try {
      const done = controlled(parts, service ?? '', subpath, await json(request));
      if (done !== null) return sendJson(response, 200, done);
    } catch (error) {
      return sendJson(response, 400, { error: (error as Error).message });
    }
  }
  sendJson(response, 404, { error: `The gateway has no ${request.method} ${OWN_PATH}${path}` });
}

/** Returns null for a path that there is not. */
function controlled(parts: OwnParts, service: string, subpath: string, body: unknown): { readonly done: true } | null {
  switch (service) {
    case 'ec2':
      return control(parts.ec2, subpath, body);
    case 'autoscaling':
      return controlAutoScaling(parts.autoScaling, subpath, body);
    case 'ecs':
      return controlEcs(parts.ecs, subpath, body);
    case 'quotas':
      return controlQuotas(parts.quotas, subpath, body);
    case 'prices':
      return controlPrices(parts.prices, subpath, body);
    case 'habits':
      return controlHabits(parts.habits, subpath, body);
    default:
      return null;
  }
}

function sendJson(response: ServerResponse, status: number, content: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
}
