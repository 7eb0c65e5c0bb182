import { FUNCTION_TIMEOUT_SECONDS, GROUPS_PER_TUNING, TUNINGS_AT_ONCE } from '../../shared/names/index.ts';
import { table } from '../../shared/presentation/index.ts';
import type { Benchmark, Findings } from '../benchmark.ts';
import { CASES, isTuned, tuningMs } from '../rules/index.ts';

const GROUPS = 10_000;
const HOUR_SECONDS = 3600;
/** What `tune` keeps for storing the results. */
const RESERVED_SECONDS = 20;
/** Assumed time for a group's share of the calls: a `GetMetricData` for five groups, and a write. */
const CALLS_SECONDS = 0.1;
/** Of the hour. The rest is for messages that are unevenly spread, and for slower processors. */
const MOST_BUSY = 0.8;

interface Cost {
  readonly rule: string;
  readonly tuningSeconds: number;
  /** Of the time that all processes of `tune` have in an hour. */
  readonly busy: number;
  /** A message of as many groups as it may have. */
  readonly messageSeconds: number;
}

export const tune: Benchmark = {
  name: 'tune',
  about: 'whether 10,000 groups of objective or forecast are tuned every hour',
  async measure(report) {
    return findings(
      CASES.filter(isTuned).map((ruleCase) => {
        report(`${ruleCase.name} …`);
        const tuningSeconds = tuningMs(ruleCase) / 1000;
        const each = tuningSeconds + CALLS_SECONDS;
        const busy = (GROUPS * each) / (TUNINGS_AT_ONCE * HOUR_SECONDS);
        return { rule: ruleCase.name, tuningSeconds, busy, messageSeconds: GROUPS_PER_TUNING * each };
      }),
    );
  },
};

function findings(costs: readonly Cost[]): Findings {
  const most = FUNCTION_TIMEOUT_SECONDS.tune - RESERVED_SECONDS;
  const rows = costs.map(({ rule, tuningSeconds, busy, messageSeconds }) => [
    rule,
    tuningSeconds.toFixed(2),
    Math.round(GROUPS * tuningSeconds),
    `${Math.round(100 * busy)} %`,
    messageSeconds.toFixed(0),
  ]);
  return {
    figures: { costs, processes: TUNINGS_AT_ONCE, most: { busy: MOST_BUSY, messageSeconds: most } },
    text: [
      table(['RULE', 's PER TUNING', `s FOR ${GROUPS} GROUPS`, 'OF AN HOUR', 's PER MESSAGE'], rows),
      '',
      `Processor time on this machine, and ${CALLS_SECONDS} s of calls for each group, which is an assumption. ${TUNINGS_AT_ONCE} processes at once.`,
      `Required: at most ${100 * MOST_BUSY} % of the hour, and at most ${most} s for a message of ${GROUPS_PER_TUNING} groups.`,
    ].join('\n'),
    broken: costs.flatMap(({ rule, busy, messageSeconds }) => [
      ...(busy > MOST_BUSY
        ? [
            `${GROUPS} groups of ${rule} must take at most ${100 * MOST_BUSY} % of the hour (${Math.round(100 * busy)} %)`,
          ]
        : []),
      ...(messageSeconds > most
        ? [`a message of ${rule} must take at most ${most} s (${messageSeconds.toFixed(0)} s)`]
        : []),
    ]),
  };
}
