import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { LocalEcs, serveEcs, toRun } from '../../../../local/ecs/index.ts';
import { TAG } from '../../../../shared/names/index.ts';
import { ecsServiceAdapter } from '../../../../shared/providers/ecs-service/adapter.ts';
import { applicationAutoScalingCall, ecsCall } from '../../../../shared/providers/ecs-service/api/call.ts';
import { ecs } from '../../../../shared/providers/ecs-service/api/ecs.ts';
import { format } from '../../../../shared/providers/ecs-service/format/index.ts';
import type { DescribedService } from '../../../../shared/providers/ecs-service/index.ts';
import { ecsService } from '../../../../shared/providers/ecs-service/index.ts';
import type { Description } from '../../../../shared/providers/index.ts';
import { serving } from '../../../sources/servers.ts';

export const DELAYS = { reaction: 1000, starting: 30_000, stopping: 30_000, invisible: 0 };
export const TAGS = [
  { key: TAG.group, value: 'ci' },
  { key: TAG.stage, value: 'dev' },
];

/** The product's calls before the stand-in, on a clock of the test's own. The service `main/web` has so many running tasks. */
export async function withService(desiredCount: number, more: object = {}) {
  let now = Date.parse('2026-11-21T12:00:00Z');
  const standIn = new LocalEcs(() => now, { delays: DELAYS });
  const answer = serveEcs(standIn);
  const server = await serving((request, response) => {
    void buffer(request).then((body) => answer(request, response, body));
  });
  onTestFinished(() => server.close());
  const environment = { AWS_ENDPOINT_URL: server.url };
  const borrowed = await borrowedFor();
  const call = ecsCall(borrowed, environment);
  const scaling = applicationAutoScalingCall(borrowed, environment);
  const pass = (ms: number) => {
    now += ms;
    standIn.services();
  };
  const aws = ecs({
    ...{ call, scaling, stage: 'dev' },
    pause: async (ms) => pass(ms),
  });
  await call('CreateService', {
    ...{ cluster: 'main', serviceName: 'web', taskDefinition: 'worker:1', desiredCount, tags: TAGS },
    ...{ propagateTags: 'SERVICE', ...more },
  });
  for (let times = 0; times < 4; times++) pass(DELAYS.starting);

  const adapter = ecsServiceAdapter(aws);
  const config = format.schema.parse({ kind: 'ecs-service', cluster: 'main', service: 'web' });
  const tried = async () => (await adapter.describe([{ group: 'ci', config }], now)).get('ci');
  const described = async (): Promise<Description & { readonly facts: DescribedService }> => {
    const found = await tried();
    if (found === undefined || found instanceof Error) throw found;
    return found as Description & { readonly facts: DescribedService };
  };
  const service = () => {
    const [found] = standIn.services();
    if (!found) throw new Error('there is no service');
    return found;
  };
  return {
    ...{ environment, scaling, standIn, call, aws, adapter, config, tried, described, service, pass },
    now: () => now,
    ids: () => toRun(service()).map(({ id }) => `main/${id}`),
    planned: async (count: number) => {
      const { facts, workers } = await described();
      const asked = { count, token: 'a', workers, launching: [], unavailable: new Map(), facts, now };
      return ecsService.planToAdd(config, asked);
    },
    removal: async (workers: readonly string[], keep = 0) => {
      const { facts } = await described();
      return ecsService.planToRemove(config, { workers, keep, facts });
    },
  };
}

async function borrowedFor() {
  const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
  const credentials = { accessKeyId: '000000000000', secretAccessKey: 'x' };
  const client = new CloudWatchClient({ region: 'us-east-1', credentials });
  onTestFinished(() => client.destroy());
  return client.config;
}
