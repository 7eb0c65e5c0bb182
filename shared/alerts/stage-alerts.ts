import type { Alert } from './alert.ts';

/** What goes wrong in the stage as a whole, or with reading its metrics. */
export const STAGE_ALERTS: readonly Alert[] = [
  {
    name: 'HeadcountNotRead',
    severity: 'critical',
    for: '5m',
    expr: 'absent(headcount_read_timestamp_seconds) or time() - headcount_read_timestamp_seconds > 600',
    summary: 'Prometheus gets no new metrics from Headcount',
    description:
      'The metrics are missing or more than ten minutes old. Until this is repaired, no other alert of Headcount fires.',
  },
  {
    name: 'HeadcountCollectorFailed',
    severity: 'warning',
    for: '15m',
    expr: 'headcount_collector_success == 0',
    summary: 'A part of the metrics of Headcount cannot be read',
    description: 'The {{ $labels.collector }} could not be read for 15 minutes, so alerts on them do not fire.',
  },
  {
    name: 'HeadcountNoEvaluations',
    severity: 'critical',
    for: '5m',
    expr: 'sum without (result) (increase(headcount_evaluations_total[15m])) == 0 and headcount_groups > 0',
    summary: 'Headcount evaluates no group',
    description: 'No group was evaluated in the last 15 minutes, so nothing is resized.',
  },
  {
    name: 'HeadcountUnusableState',
    severity: 'critical',
    for: '5m',
    expr: 'headcount_unusable_groups > 0',
    summary: 'The stored state of a group cannot be used',
    description:
      'The states of {{ $value }} groups were changed by hand or written by a newer version. These groups are not evaluated.',
  },
  {
    name: 'HeadcountDeadLetters',
    severity: 'critical',
    for: '5m',
    expr: 'headcount_queue_messages{queue="dead-letters"} > 0',
    summary: 'Groups could not be evaluated',
    description: '{{ $value }} messages with groups whose evaluations have failed wait in the dead-letter queue.',
  },
  {
    name: 'HeadcountFailedEvents',
    severity: 'warning',
    for: '5m',
    expr: 'headcount_queue_messages{queue="failures"} > 0',
    summary: 'Events could not be handled',
    description: '{{ $value }} events that failed in every retry wait in the failure queue.',
  },
  {
    name: 'HeadcountApiErrors',
    severity: 'warning',
    for: '0s',
    expr: 'increase(headcount_api_errors_total[15m]) > 0',
    summary: 'Requests to the HTTP API fail',
    description: 'The HTTP API has answered requests with 500 in the last 15 minutes.',
  },
];
