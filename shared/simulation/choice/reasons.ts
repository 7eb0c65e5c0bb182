import { counted, define, makers } from '../../model/index.ts';

type Rule = { rule: string };
type Lost = { percent: number; allowed: number; isQueue: boolean };

const lostText = ({ percent, isQueue }: { percent: number; isQueue: boolean }): string =>
  isQueue ? `${figureOf(percent)} % of the tasks started late` : `${figureOf(percent)} % of the demand was lost`;
const figureOf = (value: number): string => String(Number(value.toFixed(2)));

/** Why a rule is recommended for a recording, and why others are not. */
export const choiceReasons = {
  'rule-cheapest': define<Rule & Lost & { ratio: number }>(
    'The rule costs least of those that lose no more than is allowed. `ratio`: its cost divided by the cost with perfect foresight.',
    ({ rule, allowed, ratio, ...lost }) =>
      `${rule} costs least of the rules that stay within ${figureOf(allowed)} %: ${lostText(lost)}, and its cost is ${ratio.toFixed(2)} times that of perfect foresight`,
  ),
  'rule-calmest': define<Rule & Lost & { ratio: number; actions: number; cheapest: string }>(
    'The rule costs at most 2 % more than the cheapest that loses no more than is allowed, and changes the number of workers less often.',
    ({ rule, allowed, ratio, actions, cheapest, ...lost }) =>
      `${rule} stays within ${figureOf(allowed)} % (${lostText(lost)}) and costs ${ratio.toFixed(2)} times as much as perfect foresight. That is at most 2 % more than ${cheapest}, and it changes the number of workers less often: ${counted(actions, 'time')}`,
  ),
  'rule-loses-least': define<Rule & Lost>(
    'Every rule loses more than is allowed. This one loses least.',
    ({ rule, allowed, ...lost }) =>
      `Every rule loses more than ${figureOf(allowed)} %. ${rule} loses least: ${lostText(lost)}`,
  ),
  'rule-loses-more': define<Lost>(
    'The rule loses more than is allowed.',
    ({ allowed, ...lost }) => `${lostText(lost)}; ${figureOf(allowed)} % is allowed`,
  ),
  'rule-costs-more': define<{ percent: number; than: string }>(
    'The rule costs more than the recommended one.',
    ({ percent, than }) => `costs ${percent < 1 ? 'less than 1' : Math.round(percent)} % more than ${than}`,
  ),
  'rule-changes-more': define<{ actions: number; than: string }>(
    'The rule costs about as much as the recommended one, and changes the number of workers more often.',
    ({ actions, than }) =>
      `costs about as much as ${than}, and changes the number of workers ${counted(actions, 'time')}`,
  ),
  'rule-without-queue': define<Record<never, never>>(
    'The rule is for tasks that wait in a queue, and in the scenario no work waits.',
    () => 'not played: it is for tasks in a queue, and the scenario has none ("kind: queue")',
  ),
  'rule-without-requests': define<Record<never, never>>(
    'The rule is for work that does not wait, and in the scenario tasks wait in a queue.',
    () => 'not played: it is for work that cannot wait, and in the scenario tasks wait in a queue',
  ),
  'rule-of-each-worker': define<Record<never, never>>(
    'The rule follows metrics of each worker, which a recording does not have.',
    () => 'not played: it follows metrics of each worker, which the recording does not have',
  ),
  'rule-by-the-clock': define<Record<never, never>>(
    'The rule follows times that only you know.',
    () => 'not played: you choose its times. Add it to another rule for peaks that you know in advance',
  ),
};
export const choiceBecause = makers(choiceReasons);
