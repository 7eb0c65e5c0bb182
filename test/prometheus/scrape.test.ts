import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALERTS, rulesText } from '../../shared/alerts/index.ts';
import { answerRequest } from '../../shared/api/index.ts';
import type { PrometheusSubject } from '../contracts/prometheus.contract.ts';
import { isFullRun, onlyInFullRun } from '../full-run.ts';
import { ADMIN, apiSetting } from '../shared/api/setting.ts';
import { policyOf } from '../shared/evaluation/setting.ts';
import { hasPrometheus, NO_PROMETHEUS, prometheusScraping } from '../sources/real-prometheus.ts';
import { serving } from '../sources/servers.ts';

if (isFullRun && !hasPrometheus) console.warn(`${import.meta.filename}: ${NO_PROMETHEUS}`);
describe.skipIf(!hasPrometheus)(
  `a real Prometheus${hasPrometheus ? '' : ` (${NO_PROMETHEUS})`} that scrapes GET /metrics`,
  onlyInFullRun,
  () => {
    let server: PrometheusSubject;
    let prometheus: PrometheusSubject;

    beforeAll(async () => {
      const world = await apiSetting(policyOf({ tier: 'platform', capacity: { min: 1, max: 4 } }));
      world.queues.set('jobs', { waiting: 90 });
      for (let minute = 0; minute < 3; minute += 1) {
        await world.evaluate();
        world.pass(60);
      }
      const metrics = () =>
        answerRequest(
          { route: 'GET /metrics', path: {}, query: {}, headers: {}, body: null, caller: ADMIN },
          world.use,
        );
      server = await serving(async (_, response) => {
        const { status, headers, body } = await metrics();
        response.writeHead(status, headers).end(body);
      });
      const until = ['headcount_groups', '1'] as const;
      prometheus = await prometheusScraping(`${server.url}/metrics`, { until, rules: rulesText() });
    });
    afterAll(async () => {
      await prometheus?.close();
      await server?.close();
    });

    const asked = async (path: string) => {
      const response = await fetch(`${prometheus.url}/api/v1/${path}`);
      return ((await response.json()) as { data: Record<string, unknown> }).data;
    };
    const value = async (query: string) => {
      const { result } = await asked(`query?query=${encodeURIComponent(query)}`);
      return (result as { value: [number, string] }[]).map((each) => Number(each.value[1]));
    };

    test('answers queries with the figures of the group and the stage', async () => {
      expect(await value('headcount_desired_workers{group="ci"}')).toEqual([4]);
      expect(await value('sum(headcount_workers{group="ci",state=~"pending|warming|ready"})')).toEqual([4]);
      expect(await value('headcount_rule_proposal_workers{group="ci"}')).toEqual([9]);
      expect(await value('headcount_held{group="ci",blocked_by="at-max"}')).toEqual([1]);
      expect(await value('headcount_activities_total{group="ci",kind="launch",outcome="done"}')).toEqual([1]);
      expect(await value('headcount_launch_to_ready_seconds_count{group="ci"}')).toEqual([4]);
      expect(await value('headcount_evaluations_total{result="resized"}')).toEqual([1]);
      expect(await value('headcount_group_info{tier="platform"}')).toEqual([1]);
      expect(await value('headcount_queue_messages{queue="dead-letters"}')).toEqual([2]);
    });

    test('evaluates the rules, and begins to alert', async () => {
      const states = async () => {
        const { groups } = (await asked('rules')) as { groups: { rules: Record<string, unknown>[] }[] };
        return groups.flatMap(({ rules }) => rules);
      };
      await expect
        .poll(async () => (await states()).filter(({ health }) => health === 'ok').length)
        .toBe(ALERTS.length);
      const pending = async () => (await states()).filter(({ state }) => state === 'pending').map(({ name }) => name);
      await expect.poll(pending).toContain('HeadcountDeadLetters');
      expect(await pending()).not.toContain('HeadcountFailedEvents');
    });
  },
);
