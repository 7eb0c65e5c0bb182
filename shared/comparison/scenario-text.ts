const COMMON = `
# A recording of another size can be scaled: so that its peak (the mean of PEAK_OVER) needs this many workers.
# peakWorkers: 50

# From a launch until the worker serves, and from its retirement until it is no longer billed.
boot: 120s
drain: 30s

# EC2 bills a launched worker for at least a minute. Dollars are counted when a worker has a price.
minBilled: 60s
# hourlyUsd: 0.0725

# The simulation's step, how often the policy is evaluated, and how late CloudWatch shows a metric (60s is usual on AWS).
tick: 15s
evaluateEvery: 15s
metricDelay: 0s

# The start of a recording that is played but not scored.
burnIn: 0s

# poisson: arrivals are drawn around the recorded mean, by this seed.
noise: none
seed: 1

# The share of launches that bring nothing, and how often an hour a worker is taken away.
failures: { capacityErrors: 0, interruptionsPerHour: 0 }

# What the policy's metrics measure here, where their names do not tell: utilization, demand, demandPerWorker, lost, waiting,
# running, tasks, oldestAge or taskSeconds.
# metrics: { cpu: utilization }
`;

/** Worlds as a person may edit them, by kind. */
export const SCENARIO_TEXTS = {
  interactive: `# What a worker is, for "headcount simulate".
# interactive: work that finds no free worker is lost, as requests are that time out.
kind: interactive

# Work units a second that one worker serves; the demand file is in these units.
workerRate: 20
${COMMON.replace('PEAK_OVER', 'a minute')}`,
  queue: `# What a worker is, for "headcount simulate".
# queue: tasks wait for a worker, first in, first out.
kind: queue

# How many seconds a task takes one worker, and how long it may wait for its start.
taskSeconds: 120
startWithin: 300s

# whole: a task holds one worker from start to end, and a busy worker is not retired; fluid: work flows like water, for
# tasks that take less than a step.
tasks: whole
${COMMON.replace('PEAK_OVER', 'five minutes').replace('# peakWorkers', 'peakWorkers')}`,
} as const;
