import { expect, it } from 'vitest';
import { reasons } from '../../../../shared/policy/warnings/reasons.ts';

type Codes = typeof reasons;
/** Each sentence of a warning, with parameters that its author has. */
const SENTENCES: {
  readonly [Code in keyof Codes]: readonly [params: Parameters<Codes[Code]['text']>[0], said: string][];
} = {
  'no-start-from-zero': [
    [
      { min: 0 },
      'every rule keeps an average over the workers, and a group without workers has no average: it would stay at 0. Write min: 1, or add a rule on work that waits, such as backlog',
    ],
  ],
  'total-per-group': [
    [
      { metric: 'rps' },
      'rps is a total that the workers share, and per: group reads it as an average over them: more workers would not change it. Write per: worker, with the value for one worker',
    ],
  ],
  'running-not-counted': [
    [
      { metric: 'jobs' },
      'jobs counts only tasks that wait, so the rule asks for too few workers while tasks are in progress. Set running to a metric of the tasks in progress (in a queue, those that workers have received), or let workers report that they are busy',
    ],
  ],
  'time-as-tasks': [
    [
      { metric: 'age' },
      'age measures a time, but the rule takes its value as a number of tasks. Name a metric that counts tasks. To scale by a time, use a target, step or threshold rule, or the field age of a deadline rule',
    ],
  ],
  'bound-never-passed': [
    [
      { metric: 'cpu', bound: 101, side: 'above', limit: 100 },
      'the rule acts when cpu is above 101, and cpu is never above 100, so the rule never acts. Write a lower bound',
    ],
    [
      { metric: 'jobs', bound: -1, side: 'below', limit: 0 },
      'the rule acts when jobs is below -1, and jobs is never below 0, so the rule never acts. Write a higher bound',
    ],
  ],
  'falls-with-load': [
    [
      { metric: 'free' },
      'free falls as load rises, but the rule scales out when it is high. Write a formula that rises with load, such as formula: "100 - free", and let the rule read that',
    ],
  ],
  'silent-at-rest': [
    [
      { metric: 'requests' },
      'requests has no datapoints while there are no requests, and missing data keeps the group from scaling in. Write missing: zero, or missing: hold if that is what you want',
    ],
  ],
  'sum-named-rate': [
    [
      { metric: 'rps', period: 60 },
      'rps is the sum of 60 s, not a rate per second. Give it another name, such as requests, and let the rule read a formula, such as rps: { formula: "requests / 60" }',
    ],
  ],
  'window-never-opens': [
    [
      { cron: '0 8 31 2 *' },
      '0 8 31 2 * never occurs, so the window never opens. Write a day that the month has, or use "on" with one date instead of "cron"',
    ],
  ],
  'cap-below-minimum': [
    [
      { max: 2, least: 3 },
      'a cap overrides the minimum: while the window is open, the group would not grow beyond 2, although its minimum is 3. Write at least 3, or lower capacity.min',
    ],
  ],
  'cap-above-maximum': [
    [
      { max: 12, most: 9 },
      'a cap of 12 limits nothing, because the group has at most 9 workers. Write less than 9, or leave the cap out',
    ],
  ],
  'region-unknown': [
    [
      { region: 'eu-west-11', close: 'eu-west-1' },
      'this version of Headcount does not know the region eu-west-11; did you mean eu-west-1?',
    ],
    [
      { region: 'xx-moon-1', close: null },
      'this version of Headcount does not know the region xx-moon-1. Check its name',
    ],
  ],
  'region-of-partition': [
    [
      { region: 'cn-north-1', partition: 'aws-cn' },
      'cn-north-1 belongs to the partition aws-cn. Only a stack in a region of aws-cn can ask it for workers. If this stack is elsewhere, write a region of its own partition',
    ],
  ],
  'overflow-on-averages': [
    [
      { rules: ['cpu'] },
      'cpu keeps an average over the workers of this region. The average falls as soon as workers of the other region share the work, and the group then asks for fewer of them. Write a rule on a total, such as backlog, or target with per: worker',
    ],
    [
      { rules: ['cpu', 'memory'] },
      'cpu, memory keep an average over the workers of this region. The average falls as soon as workers of the other region share the work, and the group then asks for fewer of them. Write a rule on a total, such as backlog, or target with per: worker',
    ],
  ],
  'budget-month-never-reached': [
    [
      { hourlyUsd: 1, monthlyUsd: 900, most: 744 },
      '$900 a month limits nothing, because $1 per hour is at most $744 in 31 days. Write a lower monthlyUsd, a higher hourlyUsd, or leave monthlyUsd out',
    ],
  ],
  'budget-hour-above-month': [
    [
      { hourlyUsd: 30, monthlyUsd: 1000, hours: 33.333 },
      "$30 per hour uses up the month's $1000 in 33.3 hours. In a month of steady use, the budget of the month limits the group to about $1.37 per hour. Is one of the budgets meant per day? Write a lower hourlyUsd, a higher monthlyUsd, or leave hourlyUsd out",
    ],
  ],
  'price-of-unused-type': [
    [
      { type: 'c7g.large', close: null },
      'the policy does not launch c7g.large, so this price is only for workers of earlier versions. Add the type to instanceTypes, or remove the price',
    ],
    [
      { type: 'c7g.larg', close: 'c7g.large' },
      'the policy does not launch c7g.larg, so its price does not count; did you mean c7g.large?',
    ],
  ],
  'window-min-above-budget': [
    [
      { usd: 0.3, min: 8, price: 0.1, atLeast: 0.8 },
      'a minimum of 8 costs $0.8 per hour or more ($0.1 for each worker), which is above guards.budget.hourlyUsd, 0.3. The group keeps its minimum all the same. Write a lower minimum, or a higher budget',
    ],
    [
      { usd: 0.3, min: 8, price: 0.05, atLeast: 0.4, inUnits: true },
      'a minimum of 8 costs $0.4 per hour or more ($0.05 for each unit of capacity), which is above guards.budget.hourlyUsd, 0.3. The group keeps its minimum all the same. Write a lower minimum, or a higher budget',
    ],
  ],
  'weight-above-maximum': [
    [
      { type: 'c7g.large', weight: 20, max: 9 },
      'a c7g.large counts as 20, which is more than capacity.max, 9. It is launched only if nothing lighter is available, and then the group is above its maximum. Write a lower weight, a higher capacity.max, or leave c7g.large out',
    ],
  ],
  'instance-size-unknown': [
    [
      { type: 'c7g.larg', close: 'c7g.large' },
      'AWS has no size of this name, so c7g.larg cannot be launched; did you mean c7g.large? "npx headcount preflight" checks whether types exist in your region',
    ],
    [
      { type: 'c7g.vast', close: null },
      'AWS has no size of this name, so c7g.vast cannot be launched. "npx headcount preflight" checks whether types exist in your region',
    ],
  ],
  'unlike-types-without-weights': [
    [
      { smallest: 'c7g.large', largest: 'c7g.4xlarge', times: 8.001, weights: [1, 8] },
      'c7g.large and c7g.4xlarge each count as one worker, although c7g.4xlarge is 8 times as large. Write weights, such as { type: c7g.large, weight: 1 } and { type: c7g.4xlarge, weight: 8 }, or types of one size',
    ],
  ],
  'window-past': [
    [
      { on: '2026-11-20' },
      'the window of 2026-11-20 is over and never opens again. Write a future date, or remove the window',
    ],
  ],
  'acknowledgement-unused': [
    [
      { code: 'silent-at-rest' },
      'the policy has no warning silent-at-rest. Check the code, or remove the acknowledgement',
    ],
  ],
  'bounds-too-near': [
    [
      { metric: 'cpu', below: 40, above: 70, workers: 2 },
      'when 2 workers have an average cpu just below 40, removing one brings the others above 70, and the group scales out again. Write bounds that are further apart',
    ],
  ],
};

it.each(Object.entries(SENTENCES).flatMap(([code, cases]) => cases.map(([params, said]) => ({ code, params, said }))))(
  'the warning $code says what happens and what to write: $params',
  ({ code, params, said }) => {
    const { text } = reasons[code as keyof Codes] as { text(params: object, sentence: never): string };
    expect(text(params, undefined as never)).toBe(said);
  },
);
