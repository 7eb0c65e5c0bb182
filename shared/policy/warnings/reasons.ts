import { define, errorsOf, figure, meantText } from '../../model/index.ts';

/** Warnings: a policy that is valid, and that will probably not do what its author expects. Notes: what may be removed from it. */
export const reasons = {
  'no-start-from-zero': define<{ min: number }>(
    'Every rule reads an average over the workers, and the group may have no workers.',
    () =>
      'every rule keeps an average over the workers, and a group without workers has no average: it would stay at 0. Write min: 1, or add a rule on work that waits, such as backlog',
  ),
  'total-per-group': define<{ metric: string }>(
    'The metric is a total, and the rule reads it as an average over the workers.',
    ({ metric }) =>
      `${metric} is a total that the workers share, and per: group reads it as an average over them: more workers would not change it. Write per: worker, with the value for one worker`,
  ),
  'running-not-counted': define<{ metric: string }>(
    'The rule counts only tasks that wait, not those in progress.',
    ({ metric }) =>
      `${metric} counts only tasks that wait, so the rule asks for too few workers while tasks are in progress. Set running to a metric of the tasks in progress (in a queue, those that workers have received), or let workers report that they are busy`,
  ),
  'time-as-tasks': define<{ metric: string }>(
    'The rule counts tasks, and the metric measures a time.',
    ({ metric }) =>
      `${metric} measures a time, but the rule takes its value as a number of tasks. Name a metric that counts tasks. To scale by a time, use a target, step or threshold rule, or the field age of a deadline rule`,
  ),
  'bound-never-passed': define<{ metric: string; bound: number; side: 'above' | 'below'; limit: number }>(
    'The metric can never pass the bound.',
    ({ metric, bound, side, limit }) =>
      `the rule acts when ${metric} is ${side} ${figure(bound)}, and ${metric} is never ${side} ${figure(limit)}, so the rule never acts. Write a ${side === 'above' ? 'lower' : 'higher'} bound`,
  ),
  'falls-with-load': define<{ metric: string }>(
    'The metric falls as load rises, but the rule scales out when it is high.',
    ({ metric }) =>
      `${metric} falls as load rises, but the rule scales out when it is high. Write a formula that rises with load, such as formula: "100 - ${metric}", and let the rule read that`,
  ),
  'silent-at-rest': define<{ metric: string }>(
    'The metric has no datapoints while nothing happens, and `missing` is not written.',
    ({ metric }) =>
      `${metric} has no datapoints while there are no requests, and missing data keeps the group from scaling in. Write missing: zero, or missing: hold if that is what you want`,
  ),
  'sum-named-rate': define<{ metric: string; period: number }>(
    'The name of the metric says that it is a rate per second, but its values are sums of a period.',
    ({ metric, period }) =>
      `${metric} is the sum of ${period} s, not a rate per second. Give it another name, such as requests, and let the rule read a formula, such as ${metric}: { formula: "requests / ${period}" }`,
  ),
  'cap-below-minimum': define<{ max: number; least: number }>(
    'A cap is below the minimum of the group.',
    ({ max, least }) =>
      `a cap overrides the minimum: while the window is open, the group would not grow beyond ${max}, although its minimum is ${least}. Write at least ${least}, or lower capacity.min`,
  ),
  'cap-above-maximum': define<{ max: number; most: number }>(
    'A cap is not below the maximum of the group, so it limits nothing.',
    ({ max, most }) =>
      `a cap of ${max} limits nothing, because the group has at most ${most} workers. Write less than ${most}, or leave the cap out`,
  ),
  'region-unknown': define<{ region: string; close: string | null }>(
    'This version of Headcount does not know the region in `overflow`.',
    ({ region, close }) =>
      `this version of Headcount does not know the region ${region}${meantText(close, '. Check its name')}`,
  ),
  'region-of-partition': define<{ region: string; partition: string }>(
    'The region in `overflow` belongs to a partition of AWS that only accounts of the same partition reach.',
    ({ region, partition }) =>
      `${region} belongs to the partition ${partition}. Only a stack in a region of ${partition} can ask it for workers. If this stack is elsewhere, write a region of its own partition`,
  ),
  'overflow-on-averages': define<{ rules: readonly string[] }>(
    'The policy has `overflow`, and a rule keeps an average over the workers of this region.',
    ({ rules }) =>
      `${rules.join(', ')} ${rules.length === 1 ? 'keeps' : 'keep'} an average over the workers of this region. The average falls as soon as workers of the other region share the work, and the group then asks for fewer of them. Write a rule on a total, such as backlog, or target with per: worker`,
  ),
  'budget-month-never-reached': define<{ hourlyUsd: number; monthlyUsd: number; most: number }>(
    'The budget per hour is so low that the budget of a month limits nothing.',
    ({ hourlyUsd, monthlyUsd, most }) =>
      `$${figure(monthlyUsd)} a month limits nothing, because $${figure(hourlyUsd)} per hour is at most $${figure(most)} in 31 days. Write a lower monthlyUsd, a higher hourlyUsd, or leave monthlyUsd out`,
  ),
  'budget-hour-above-month': define<{ hourlyUsd: number; monthlyUsd: number; hours: number }>(
    'The budget per hour would use up the budget of the month in less than three days.',
    ({ hourlyUsd, monthlyUsd, hours }) =>
      `$${figure(hourlyUsd)} per hour uses up the month's $${figure(monthlyUsd)} in ${figure(Math.round(hours * 10) / 10)} hours. In a month of steady use, the budget of the month limits the group to about $${figure(Math.round((monthlyUsd / 730) * 1e4) / 1e4)} per hour. Is one of the budgets meant per day? Write a lower hourlyUsd, a higher monthlyUsd, or leave hourlyUsd out`,
  ),
  'price-of-unused-type': define<{ type: string; close: string | null }>(
    'A price is written for an instance type that the policy does not launch. `close`: the type that was probably meant.',
    ({ type, close }) =>
      close === null
        ? `the policy does not launch ${type}, so this price is only for workers of earlier versions. Add the type to instanceTypes, or remove the price`
        : `the policy does not launch ${type}, so its price does not count${meantText(close)}`,
  ),
  'window-min-above-budget': define<{ usd: number; min: number; price: number; atLeast: number; inUnits?: true }>(
    'The minimum of a schedule costs more per hour than the budget, even at the lowest price of the instance types. `inUnits`: amounts are units of capacity.',
    ({ usd, min, price, atLeast, inUnits }) =>
      `a minimum of ${min} costs $${figure(atLeast)} per hour or more ($${figure(price)} for each ${inUnits ? 'unit of capacity' : 'worker'}), which is above guards.budget.hourlyUsd, ${figure(usd)}. The group keeps its minimum all the same. Write a lower minimum, or a higher budget`,
  ),
  'weight-above-maximum': define<{ type: string; weight: number; max: number }>(
    'One worker of an instance type counts as more capacity than the group may have.',
    ({ type, weight, max }) =>
      `a ${type} counts as ${weight}, which is more than capacity.max, ${max}. It is launched only if nothing lighter is available, and then the group is above its maximum. Write a lower weight, a higher capacity.max, or leave ${type} out`,
  ),
  'instance-size-unknown': define<{ type: string; close: string | null }>(
    'AWS has no instance size of this name. `close`: the type that was probably meant.',
    ({ type, close }) =>
      `AWS has no size of this name, so ${type} cannot be launched${meantText(close, '.')} "npx headcount preflight" checks whether types exist in your region`,
  ),
  'unlike-types-without-weights': define<{
    smallest: string;
    largest: string;
    times: number;
    weights: readonly number[];
  }>(
    'The instance types are of different sizes, and each counts as one worker. `weights`: an example.',
    ({ smallest, largest, times, weights: [light = 1, heavy = 1] }) =>
      `${smallest} and ${largest} each count as one worker, although ${largest} is ${figure(Math.round(times * 100) / 100)} times as large. Write weights, such as { type: ${smallest}, weight: ${light} } and { type: ${largest}, weight: ${heavy} }, or types of one size`,
  ),
  'window-past': define<{ on: string }>(
    'A window on one date has closed, and never opens again.',
    ({ on }) => `the window of ${on} is over and never opens again. Write a future date, or remove the window`,
  ),
  'window-never-opens': define<{ cron: string }>(
    'A window has a cron expression that never occurs.',
    ({ cron }) =>
      `${cron} never occurs, so the window never opens. Write a day that the month has, or use "on" with one date instead of "cron"`,
  ),
  'acknowledgement-unused': define<{ code: string }>(
    'The policy acknowledges a warning that it does not have.',
    ({ code }) => `the policy has no warning ${code}. Check the code, or remove the acknowledgement`,
  ),
  'bounds-too-near': define<{ metric: string; below: number; above: number; workers: number }>(
    'Removing one worker moves the average beyond a bound at which this rule or another one scales out.',
    ({ metric, below, above, workers }) =>
      `when ${workers} workers have an average ${metric} just below ${below}, removing one brings the others above ${above}, and the group scales out again. Write bounds that are further apart`,
  ),
};
export const warning = errorsOf(reasons);
