import { hoursText, isWeighted, type Row } from '../../comparison/index.ts';
import type { Scenario } from '../../simulation/index.ts';
import type { Reality } from '../result.ts';

export const HOURS_A_MONTH = 730;

interface Outcomes {
  readonly rows: readonly Row[];
  readonly recorded: Reality | null;
  readonly scenario: Scenario;
  readonly hours: number;
  readonly usdPerHour: number;
}

/** The differences between the policies, and to what was recorded, in two or three sentences. */
export function differences(outcomes: Outcomes): string[] {
  const today = outcomes.rows.find(({ name }) => name === 'today');
  const fresh = outcomes.rows.find(({ name }) => name === 'new');
  return [
    ...(today && fresh ? [changed(today, fresh, outcomes)] : []),
    ...outcomes.rows.slice(0, 1).flatMap((row) => besideReality(row, outcomes)),
    besideOptimum(outcomes),
  ];
}

/** The difference between the new policy and today's. */
function changed(today: Row, fresh: Row, outcomes: Outcomes): string {
  const money = moneyText(fresh.usd - today.usd, outcomes);
  return `The new policy would have needed ${relativeText(fresh.workerHours, today.workerHours)} worker-hours${money}, and ${lossText(today, fresh, outcomes.scenario)}, with ${fresh.actions} actions instead of ${today.actions}.`;
}

/** The difference in dollars per month; empty when workers have no price. */
function moneyText(difference: number, { usdPerHour, hours }: Outcomes): string {
  if (usdPerHour === 0 || hours === 0) return '';
  const dollars = (difference / hours) * HOURS_A_MONTH;
  const size = Math.abs(dollars);
  return `, $${size < 10 ? size.toFixed(2) : size.toFixed(0)} a month ${dollars > 0 ? 'more' : 'less'}`;
}

/** `12 % fewer`, `as many`. */
function relativeText(figure: number, than: number): string {
  const percent = than > 0 ? (100 * (figure - than)) / than : 0;
  if (Math.abs(percent) < 0.05) return 'as many';
  const size = Math.abs(percent);
  return `${size < 10 ? size.toFixed(1) : size.toFixed(0)} % ${percent > 0 ? 'more' : 'fewer'}`;
}

function lossText(today: Row, fresh: Row, { kind }: Scenario): string {
  const [before, after] = [lossOf(today), lossOf(fresh)];
  const share = before === after ? `the same ${after}` : after;
  const text = kind === 'queue' ? `had ${share} of the tasks late` : `lost ${share}`;
  return before === after ? text : `${text} instead of ${before}`;
}

const lossOf = ({ latePercent }: Row): string => `${latePercent.toFixed(2)} %`;

/** Compares with what was recorded. For today's policy, the difference shows how accurate the replay is. */
function besideReality(row: Row, outcomes: Outcomes): string[] {
  const { recorded, scenario } = outcomes;
  if (!recorded || recorded.workerHours === 0) return [];
  const relation = relativeText(row.workerHours, recorded.workerHours);
  const hours = `${relation} worker-hours${relation === 'as many' ? ' as' : ''}`;
  const than = relation === 'as many' ? 'were recorded' : 'than were recorded';
  if (row.name === 'new') {
    const money = moneyText(row.usd - recorded.usd, outcomes);
    return [
      `The new policy would have needed ${hours} ${than}${money}, and ${scenario.kind === 'queue' ? `had ${lossOf(row)} of the tasks late` : `lost ${lossOf(row)}`}.`,
    ];
  }
  return [
    `In the replay, today's policy needs ${hours} ${than}. A large difference means that another version was active then, or that the scenario does not match your workers.`,
  ];
}

function besideOptimum({ rows }: Outcomes): string {
  const best = rows[0]?.optimumWorkerHours ?? 0;
  const nameOf = ({ name }: Row) => (name === 'new' ? 'the new policy' : "today's");
  const ratios = rows.map((row) => `${nameOf(row)} ${row.costRatio.toFixed(2)} times that`);
  const equal = rows.flatMap((row) =>
    row.equalLossRatio === undefined ? [] : [`${nameOf(row)} ${row.equalLossRatio.toFixed(2)} times`],
  );
  const atEqualLoss = equal.length > 0 ? ` Compared with an optimum that may lose as much: ${equal.join(', ')}.` : '';
  return `With perfect foresight: ${hoursText(best)} ${isWeighted(rows) ? 'unit-hours' : 'worker-hours'}; ${ratios.join(', ')}.${atEqualLoss}`;
}
