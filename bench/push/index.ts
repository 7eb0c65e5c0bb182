import { table } from '../../shared/presentation/index.ts';
import type { Benchmark } from '../benchmark.ts';
import { type Cost, costOf, WAYS, type Way } from './cost.ts';
import { latency } from './latency.ts';

const SIZES = [1, 100, 10_000] as const;
const MOST_DOLLARS = 0.02;
const MOST_MS = 2000;

export const push: Benchmark = {
  name: 'push',
  about: 'pushed metrics: cost of 1, 100 and 10,000 groups, and the time from a push to a launch on a local AWS',
  async measure(report) {
    const costs: Cost[] = [];
    for (const way of Object.keys(WAYS) as Way[]) {
      for (const groups of SIZES) {
        report(`${groups} groups, ${WAYS[way]} …`);
        costs.push(await costOf(groups, way));
      }
    }
    const measured = await latency(report);
    const cheapest = Math.min(...costs.filter(({ groups }) => groups === SIZES.at(-1)).map(({ total }) => total));
    return {
      figures: { costs, latency: measured },
      text: [
        'Dollars a month for each group with a value every 15 s, at list prices (us-east-1, without free tiers)',
        costTable(costs),
        '',
        `From a push to the launch of a worker, ${measured.pushes} pushes as events on a local AWS`,
        table(
          ['MEDIAN', 'P95', 'WORST'],
          [[measured.medianMs, measured.p95Ms, measured.worstMs].map((ms) => `${ms} ms`)],
        ),
      ].join('\n'),
      broken: [
        ...(cheapest > MOST_DOLLARS
          ? [`10,000 groups must cost at most $${MOST_DOLLARS} each (${cheapest.toFixed(4)})`]
          : []),
        ...(measured.p95Ms > MOST_MS
          ? [`a push must launch within ${MOST_MS} ms in 95 % of cases (${measured.p95Ms} ms)`]
          : []),
      ],
    };
  },
};

const costTable = (costs: readonly Cost[]): string =>
  table(
    ['PUSHED BY', 'GROUPS', 'events, Lambda', 'writes', 'checks', 'reads by evaluations', 'TOTAL'],
    costs.map(({ way, groups, events, writes, checks, evaluations, total }) => [
      WAYS[way],
      groups,
      ...[events, writes, checks, evaluations, total].map((dollars) => dollars.toFixed(4)),
    ]),
  );
