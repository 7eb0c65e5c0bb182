import { table } from '../../shared/presentation/index.ts';
import { BURSTS, COLD, CROWDS, type Mode, QUEUES, WEB } from './scenarios.ts';
import { MAX_LATE, type Measured, type Standing } from './standings.ts';

/** A figure of Headcount's own entrant, with the highest value that it may have. */
export interface Requirement {
  readonly about: string;
  readonly unit: '×' | '%' | 'a day';
  readonly measured: number;
  /** Null if the figure is only shown. */
  readonly required: number | null;
}

interface Line extends Pick<Requirement, 'unit' | 'required'> {
  readonly mode: Mode;
  readonly about: string;
  /** Costs depend on the demand: a limit for the cost counts on recordings, and not on generated demand. */
  readonly ofRecordings?: true;
  readonly figure: (standing: Standing, measured: Measured) => number | null;
}

/** Recordings that are long enough to learn from. */
const LONG_HOURS = 9;
const worst = ({ worstPercent }: Standing): number => worstPercent;
const ratio = ({ costRatio }: Standing): number => costRatio;
const worstOfLong = ({ entrant }: Standing, { results }: Measured): number | null => {
  const long = results.filter((result) => result.entrant === entrant && result.hours >= LONG_HOURS);
  return long.length === 0 ? null : Math.max(...long.map(({ latePercent }) => latePercent));
};

const web = (mode: Mode, equalLoss: number): Line[] => [
  { mode, about: '× optimum', unit: '×', required: null, figure: ratio },
  {
    mode,
    about: '× equal loss',
    unit: '×',
    required: equalLoss,
    ofRecordings: true,
    figure: ({ equalLossRatio }) => equalLossRatio,
  },
  { mode, about: 'worst loss, 9 hours and longer', unit: '%', required: MAX_LATE.interactive, figure: worstOfLong },
  {
    mode,
    about: 'scaling activities',
    unit: 'a day',
    required: 200,
    figure: ({ actionsPerDay }) => actionsPerDay,
  },
];
const lost = (mode: Mode, required: number): Line => ({
  mode,
  about: 'worst loss',
  unit: '%',
  required,
  figure: worst,
});
const queue = (mode: Mode): Line[] => [
  { mode, about: '× optimum', unit: '×', required: 1.07, ofRecordings: true, figure: ratio },
  { mode, about: 'worst share of late tasks', unit: '%', required: MAX_LATE.queue, figure: worst },
];

const LINES: readonly Line[] = [
  ...web(WEB.fresh, 1.2),
  ...web(WEB.delayed, 1.38),
  ...[lost(COLD.fresh, 2), lost(COLD.delayed, 2), lost(CROWDS.fresh, 0.9), lost(CROWDS.delayed, 0.9)],
  ...Object.values(QUEUES).flatMap(queue),
  { mode: BURSTS, about: 'worst share of late tasks', unit: '%', required: MAX_LATE.queue, figure: worst },
];

/** The figures of the first of Headcount's entrants in each mode: `objective` that may lose 1 %, and `deadline`. */
export function requirementsOf(measured: readonly Measured[], areRecordings: boolean): Requirement[] {
  return LINES.flatMap(({ mode, about, unit, required, ofRecordings, figure }) => {
    const own = measured.find((each) => each.mode === mode);
    const standing = own?.standings.find(({ isOurs }) => isOurs);
    const value = own && standing ? figure(standing, own) : null;
    if (value === null) return [];
    return {
      about: `${mode.name}: ${about}`,
      unit,
      measured: value,
      required: ofRecordings && !areRecordings ? null : required,
    };
  });
}

export const isMet = ({ measured, required }: Requirement): boolean => required === null || measured <= required;

export const brokenOf = (requirements: readonly Requirement[]): string[] =>
  requirements
    .filter((each) => !isMet(each))
    .map(
      ({ about, unit, measured, required }) => `${about} ${shown(measured, unit)}, at most ${shown(required, unit)}`,
    );

export const requirementsText = (requirements: readonly Requirement[]): string =>
  table(
    ['HEADCOUNT', 'MEASURED', 'AT MOST', ''],
    requirements.map((each) => [
      each.about,
      shown(each.measured, each.unit),
      each.required === null ? '' : shown(each.required, each.unit),
      isMet(each) ? '' : 'not met',
    ]),
  );

const DIGITS = { '×': 3, '%': 3, 'a day': 0 } as const;
const shown = (figure: number | null, unit: Requirement['unit']): string =>
  figure === null ? '' : unit === '×' ? figure.toFixed(DIGITS[unit]) : `${figure.toFixed(DIGITS[unit])} ${unit}`;
