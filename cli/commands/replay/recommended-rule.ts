import { stringify } from 'yaml';
import { type PlayedRules, type Recommendation, rowsText } from '../../../shared/comparison/index.ts';
import { figure } from '../../../shared/model/index.ts';
import { reasonDocument, sentence } from '../../../shared/presentation/index.ts';
import type { Scenario } from '../../../shared/simulation/index.ts';

/** Sizes and costs are not those of the recorded demand if the demand is scaled. */
export const scaledText = ({ peakWorkers }: Scenario): string[] =>
  peakWorkers === undefined ? [] : [`The demand is scaled so that its peak needs ${peakWorkers} workers.`];

/** The names of the rules, the recommended one first. */
export const ranked = ({ choice }: PlayedRules): string[] => inOrder(choice).map(({ name }) => name);

const inOrder = ({ best, others }: PlayedRules['choice']) => [best, ...others.map(({ tried }) => tried)];

export function recommendedText(
  { rows, hours, choice, rules, policy }: PlayedRules,
  recommendation: Recommendation,
  scenario: Scenario,
): string {
  const notRecommended = choice.others.map(({ tried, because }) => ({ name: tried.name, because }));
  return [
    sentence(choice.because),
    ...scaledText(scenario),
    '',
    rowsText(rows.length > 0 ? inOrder(choice) : [], { hours, isQueue: scenario.kind === 'queue' }),
    '',
    'The others:',
    ...[...notRecommended, ...recommendation.notPlayed].map(({ name, because }) => `  ${name}: ${sentence(because)}`),
    '',
    'A policy with the recommended rule. The names of the group, of its provider and of its metrics are examples: replace them with yours.',
    ...unitText(rules, recommendation, scenario),
    '',
    policyText(policy),
  ].join('\n');
}

/** As you would write it: a line for each metric and rule. */
const policyText = (policy: PlayedRules['policy']): string =>
  Object.entries(policy)
    .flatMap(([field, value]) => {
      if (Array.isArray(value)) return [`${field}:`, ...value.map((each) => `  - ${inOneLine(each)}`)];
      if (field !== 'provider' && field !== 'metrics') return [`${field}: ${inOneLine(value)}`];
      return [
        `${field}:`,
        ...Object.entries(value as Record<string, unknown>).map(([name, each]) => `  ${name}: ${inOneLine(each)}`),
      ];
    })
    .join('\n');

const inOneLine = (value: unknown): string => stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();

/** In which unit the rules count requests. */
function unitText(rules: PlayedRules['rules'], { workerRate }: Recommendation, { peakWorkers }: Scenario): string[] {
  if (rules.every(({ metric }) => metric !== 'requests')) return [];
  const rate = `${figure(workerRate)} requests a second`;
  const serves =
    peakWorkers === undefined
      ? `One worker serves ${rate}, as the scenario says.`
      : `One worker serves ${rate}, because the peak of the recording, ${figure(workerRate * peakWorkers)} a second, needs ${peakWorkers} workers. If your workers serve more or fewer, set workerRate in a scenario and run this command again.`;
  return [
    serves,
    'The rules count requests per second, as the recording does. A CloudWatch Sum counts per period, so the formula divides it by 60 s. The replays above measured the demand directly, so a replay of this policy gives slightly different figures.',
  ];
}

export function recommendedDocument(
  { rows, hours, choice, rules, policy }: PlayedRules,
  { notPlayed, workerRate }: Recommendation,
  allowed: number,
  notes: readonly string[],
) {
  const why = [
    { name: choice.best.name, because: choice.because },
    ...choice.others.map(({ tried, because }) => ({ name: tried.name, because })),
  ];
  return {
    recommended: choice.best.name,
    because: reasonDocument(choice.because),
    rules,
    policy,
    workerRate,
    allowedPercent: allowed,
    hours,
    played: why.map(({ name, because }) => ({
      ...rows.find((row) => row.name === name),
      because: reasonDocument(because),
    })),
    notPlayed: notPlayed.map(({ name, because }) => ({ name, because: reasonDocument(because) })),
    notes,
  };
}
