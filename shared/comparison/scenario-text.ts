const COMMON = `
# For simulate: scales the demand so that its peak (the mean over PEAK_OVER) needs this many workers. A backtest replays the
# demand as it was recorded, and rejects this line.
# peakWorkers: 50

# From a launch until the worker serves, and from the decision to terminate it until it is no longer billed.
boot: 120s
drain: 30s

# From a launch until the worker runs: then it is in averages, idle, and the policy takes it for a worker in service, as on
# EC2 without a readiness check. Without this line: when it serves.
# reportsAfter: 30s

# Members of a warm pool, if the policy has one (provider.warm): from the start of a member until it serves, and what one
# costs while it waits, as a share of a worker: 0.012 is 8 GB of gp3 beside a c7g.large.
# warm: { boot: 30s, price: 0.012 }

# EC2 bills a launched worker for at least a minute.
minBilled: 60s

# Prices in dollars per hour, to see the cost: of each instance type of the policy, or of all workers. Spot prices may
# move, and differ by zone. provider.prices of the policy goes before them. A file of prices over time is for --prices.
# hourlyUsd: 0.0725
# prices:
#   c7g.large: { onDemand: 0.0725, spot: 0.03 }
#   m7g.large: { onDemand: 0.0816, spot: { eu-central-1a: [{ after: 0s, usd: 0.03 }, { after: 6h, usd: 0.05 }] } }
# What the group has cost in the calendar month before the replay begins, for guards.budget.monthlyUsd.
# monthUsd: 0

# How late CloudWatch shows a metric (60s is typical).
metricDelay: 0s

# The step of the simulation, and how often the policy is evaluated. Without these lines: as the policy's evaluateEvery says,
# or else every 15s.
# tick: 15s
# evaluateEvery: 15s

# The first part of the recording is simulated but not scored.
burnIn: 0s

# poisson: arrivals are drawn at random around the recorded mean, from this seed.
noise: none
seed: 1

# The share of launches that fail, and how many times an hour a worker is interrupted.
failures: { capacityErrors: 0, interruptionsPerHour: 0 }

# What the policy's metrics measure, where their names do not say it: utilization, demand, demandPerWorker, lost, waiting,
# running, tasks, oldestAge or taskSeconds.
# metrics: { cpu: utilization }
# How a metric is published, where it differs: every (the time between datapoints, whatever the policy's period is), delay
# (as metricDelay, of this metric), silent (no datapoint while the value is 0) and grows (a datapoint is visible during its
# period, and grows until it is complete; only for the statistics Sum and SampleCount).
# metrics: { cpu: { every: 300s, delay: 60s }, requests: { signal: demand, silent: true, grows: true } }
`;

/** Scenario files for people to edit, by kind. */
export const SCENARIO_TEXTS = {
  interactive: `# A scenario for "npx headcount simulate": what a worker is.
# interactive: work that finds no free worker is lost, like a request that times out.
kind: interactive

# Work units per second that one worker serves. The demand file uses the same units.
workerRate: 20
${COMMON.replace('PEAK_OVER', 'a minute')}`,
  queue: `# A scenario for "npx headcount simulate": what a worker is.
# queue: tasks wait for a worker, first in, first out.
kind: queue

# The seconds that a task takes one worker, and how long it may wait before it starts.
taskSeconds: 120
startWithin: 300s

# whole: a task occupies one worker from start to end, and a busy worker is not terminated.
# fluid: work is divisible. Use it for tasks that are shorter than a step.
tasks: whole

# With this line, each worker reports whether it has a task, and the policy's rules know it.
# reports: busy
${COMMON.replace('PEAK_OVER', 'five minutes')}`,
} as const;
