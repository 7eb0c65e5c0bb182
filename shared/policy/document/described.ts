// Generated from the tables of the reference by "npm run docs".
// biome-ignore-all format: it is generated

type Descriptions = Readonly<Record<string, string>>;
interface Described {
  readonly providers: Readonly<Record<string, Descriptions>>;
  readonly sources: Readonly<Record<string, Descriptions>>;
  readonly rules: Readonly<Record<string, Descriptions>>;
  readonly everyRule: Descriptions;
}

/** What the reference says of fields, by the kind that has them and by their path, such as spot.percent. */
export const DESCRIBED: Described = {
  "providers": {
    "auto-scaling-group": {
      "name": "The group's name, in the account and region of the stage. An ARN is rejected.",
      "bootTimeout": "A worker that isn't in service after this time counts as unhealthy.",
      "readiness.within": "A worker is pending until it reports that it's ready, and unhealthy if it doesn't within this time.",
      "heartbeat": "A worker that reports nothing for this long is unhealthy.",
      "operatingSystem": "`linux`, `windows`, `rhel` or `suse`: the operating system of the workers, on which their price depends.",
      "prices": "Dollars per hour by instance type, such as `{ c7g.large: 0.0725 }`, instead of AWS's prices, in every market.",
      "priceFactor": "The part of AWS's on-demand prices that you pay, such as 0.72 with savings plans.",
      "rollout": "How running workers are replaced with workers of another version of the group's launch template.",
      "maxLifetime": "The age at which a worker is replaced at the latest, such as `14d`. Each worker is replaced at 90 to 100 % of it. `rollout.parallel` and `rollout.capacity` apply. The other fields of `rollout` don't.",
      "retire": "Order of termination: `balanced` (keeps the zones even, oldest first), `oldest`, `newest`, `costliest`."
    },
    "ec2-fleet": {
      "id": "The id of the fleet, in the account and region of the stage.",
      "spot.percent": "How the target is divided when it is raised: `onDemandBase` instances are on demand, and `percent` of the rest are spot. Without `spot`, the target keeps the proportion that it has.",
      "spot.onDemandBase": "How the target is divided when it is raised: `onDemandBase` instances are on demand, and `percent` of the rest are spot. Without `spot`, the target keeps the proportion that it has.",
      "bootTimeout": "An instance that doesn't run after this time counts as unhealthy.",
      "readiness.within": "A worker is pending until it reports that it's ready, and unhealthy if it doesn't within this time.",
      "heartbeat": "A worker that reports nothing for this long is unhealthy.",
      "retire": "Order of termination: `balanced` (keeps the zones even, oldest first), `oldest`, `newest`, `costliest`.",
      "prices": "What its workers cost, as for the provider `ec2`.",
      "priceFactor": "What its workers cost, as for the provider `ec2`.",
      "operatingSystem": "What its workers cost, as for the provider `ec2`."
    },
    "ec2": {
      "launchTemplate": "`{ name | id, version }`: exactly one of `name` and `id`. `version` is `$Default` (the default), `$Latest` or a number.",
      "instanceTypes": "1 to 40 types; any of them may be launched. A type, or `{ type, weight }`. Exactly one of `instanceTypes` and `requirements`.",
      "requirements": "What instance types must have, instead of their names.",
      "reservations": "`first`: on-demand workers use free capacity reservations before anything else. `capacity-block`: all workers run in the Capacity Block of the launch template.",
      "subnets": "1 to 20 subnet ids, one for each zone; any of them may be used.",
      "spot.percent": "Share of the workers above the base that are spot instances, 0 to 100.",
      "spot.onDemandBase": "Number of workers that are on-demand before any is spot.",
      "spot.fallback": "When spot is short in every pool: `none` waits, `on-demand` launches the spot share on demand.",
      "spot.rebalance": "`replace`: a rebalance recommendation replaces the worker. An interruption notice always does.",
      "spot.restore": "A worker launched by `fallback` is replaced by a spot worker when it is this old and spot is available.",
      "spread": "`even`: zones with the fewest workers get the next ones. `none`: EC2 chooses by price and capacity alone.",
      "targetGroups": "At most 10 ARNs of target groups in which the workers are registered.",
      "statusChecks": "Whether a failed EC2 status check makes a worker unhealthy.",
      "bootTimeout": "After this time, a worker that isn't running, or is `unhealthy` in a target group, counts as unhealthy.",
      "readiness.within": "A worker is pending until it reports that it's ready, and unhealthy if it doesn't within this time.",
      "heartbeat": "A worker that reports nothing for this long is unhealthy.",
      "operatingSystem": "`linux`, `windows`, `rhel` or `suse`: the operating system of the workers, on which their price depends.",
      "prices": "Dollars per hour by instance type, such as `{ c7g.large: 0.0725 }`, instead of AWS's prices, in every market.",
      "priceFactor": "The part of AWS's on-demand prices that you pay, such as 0.72 with savings plans.",
      "rightsize.mode": "`initial`: launches use the types that right-sizing recommends, by measured CPU and memory. `auto`: a rollout also replaces workers of other types.",
      "rightsize.minAllowed": "The smallest size: an instance type, or `{ vcpus, memoryGiB }`. With `minAllowed` or `maxAllowed`, types that `instanceTypes` doesn't list may be launched.",
      "rightsize.maxAllowed": "The largest size: an instance type, or `{ vcpus, memoryGiB }`.",
      "rollout": "How running workers are replaced with new ones.",
      "maxLifetime": "The age at which a worker is replaced at the latest, such as `14d`. Each worker is replaced at 90 to 100 % of it, so workers that were launched together aren't replaced together. `rollout.parallel` and `rollout.capacity` apply. The other fields of `rollout` don't.",
      "warm": "A warm pool: prepared instances that are started when the group grows, before anything is launched.",
      "warm.size": "How many instances are prepared, 1 to 1,000 and at most `capacity.max`, or `auto`.",
      "warm.state": "`stopped`, `hibernated` or `running`.",
      "warm.maxAge": "An older member is replaced.",
      "warm.disks.gib": "GiB of all volumes of a member, for costs and budgets.",
      "warm.disks.usdPerGib": "Dollars per GiB and month; the default is the price of gp3 in us-east-1.",
      "warm.reuse": "Whether a worker that leaves at a scale-in returns to the pool after its drain, if there is room.",
      "ephemeral": "Whether a worker does one job and shuts itself down. This then counts as a success.",
      "maxUnhealthyReplaced": "Maximum of unhealthy workers replaced at the same time, 0 to 1,000.",
      "retire": "Order of termination: `balanced`, `oldest`, `newest`, `costliest`."
    },
    "ecs-service": {
      "cluster": "The name of the cluster, in the account and region of the stage. An ARN is rejected.",
      "service": "The name of the service.",
      "bootTimeout": "A task that doesn't run after this time counts as unhealthy.",
      "readiness.within": "A worker is pending until it reports that it's ready, and unhealthy if it doesn't within this time.",
      "heartbeat": "A worker that reports nothing for this long is unhealthy.",
      "retire": "Order of termination: `balanced` (keeps the zones even, oldest first), `oldest`, `newest`."
    },
    "lambda": {
      "function": "The name of a function in the account and region of the stage, or `name:alias`. An ARN is rejected.",
      "bootTimeout": "A worker that is pending for longer counts as unhealthy.",
      "readiness.within": "A worker is pending until it reports that it's ready, and unhealthy if it doesn't within this time.",
      "heartbeat": "A worker that reports nothing for this long is unhealthy.",
      "retire": "Order of termination: `balanced` (keeps the zones even, oldest first), `oldest`, `newest`."
    }
  },
  "sources": {
    "cloudwatch": {
      "namespace": "The metric's namespace, such as `AWS/ApplicationELB`.",
      "name": "The metric's name.",
      "statistic": "`Average`, `Sum`, `Minimum`, `Maximum`, `SampleCount`, `IQM`, a percentile such as `p95`, or a trimmed statistic such as `tm99`.",
      "period": "1, 5, 10, 20 or 30 seconds, or whole minutes, at most a day.",
      "dimensions": "All dimensions with which the metric is published, at most 30.",
      "each": "One value for each worker.",
      "expression": "A query or metric math, instead of all other fields except `period`."
    },
    "formula": {},
    "lambda": {
      "function": "The name of a function in the account and region of the deployment, or `name:alias`. It begins with `metrics-for-headcount-`.",
      "parameters": "Texts that the function gets with the name of the metric."
    },
    "prometheus": {
      "url": "The address of the server, without `/api/v1/query`. Servers with the same API work, too: Thanos, Mimir, VictoriaMetrics.",
      "workspace": "Instead of `url`: the id of a workspace in the region of the deployment, such as `ws-12345678-90ab-cdef-1234-567890abcdef`.",
      "query": "A query in PromQL with exactly one result.",
      "secret": "With `url`: `{ secretsManager: NAME }` or `{ ssm: NAME }`."
    },
    "pushed": {
      "minInterval": "A push evaluates the group at once, but not more often than this."
    },
    "sqs": {
      "queue": "The queue's name, not its URL; the queue is in the account and region of the deployment.",
      "count": "Messages that can be received, that were received and not yet deleted, that are delayed, or all of these."
    }
  },
  "rules": {
    "backlog": {
      "metric": "Metric of the tasks that wait.",
      "running": "Metric of the tasks in progress, which the rule adds to those that wait. Without it, the rule adds one task for each worker that reports that it's busy, if the metric counts only tasks that wait.",
      "perWorker": "Tasks that one worker may have waiting or in progress.",
      "taskSeconds": "Seconds that a task takes: a number, or the name of a metric.",
      "drainWithin": "The time in which the backlog is to be worked off."
    },
    "deadline": {
      "metric": "Metric of the tasks that wait.",
      "running": "Metric of the tasks in progress. Without it, workers that report that they're busy count, if the metric counts only tasks that wait. Otherwise the rule assumes that every ready worker has a task while any task waits.",
      "taskSeconds": "Seconds that a task takes: a number, or the name of a metric.",
      "startWithin": "How long a task may wait before it starts.",
      "age": "Metric of the seconds that the oldest waiting task has waited. Use it for tasks that arrived before the first evaluation.",
      "boot": "Time from a launch until the worker serves; at most 1d."
    },
    "forecast": {
      "metric": "Name of a metric.",
      "value": "The value to keep the metric at; above 0.",
      "per": "`group`: the metric is an average over the workers. `worker`: it is a total that the workers share.",
      "tolerance": "Fraction around 1 within which nothing changes, both edges included. `{ out, in }` sets one for each direction.",
      "scaleIn": "`true` allows the forecast to scale in as well.",
      "quantile": "Share of the moments in which the metric is to be at most as high as forecast.",
      "season": "Period after which demand repeats, besides a day and a week.",
      "boot": "How far ahead the rule looks, in addition to the age of the metric; at most 1d."
    },
    "objective": {
      "metric": "The demand: everything that arrives, served or not.",
      "perWorker": "How much of the demand one worker serves at full load.",
      "lost": "Share of the demand that may be lost; above 0 and below 1.",
      "boot": "Time from a launch until the worker serves; at most 1d."
    },
    "schedule": {
      "windows": "1 to 100 windows, each with at least one of `min`, `max`, `desired` and `spare`."
    },
    "step": {
      "metric": "Name of a metric.",
      "threshold": "The value from which the steps are measured.",
      "steps": "1 to 40 of `{ from, to, add | percent | set }`.",
      "minChange": "The smallest change that a percentage makes."
    },
    "target": {
      "metric": "Name of a metric.",
      "value": "The value to keep the metric at; above 0.",
      "per": "`group`: the metric is an average over the workers. `worker`: it is a total that the workers share.",
      "tolerance": "Fraction around 1 within which nothing changes, both edges included. `{ out, in }` sets one for each direction.",
      "scaleIn": "`false`: the rule never scales in. While it has data, it doesn't keep other rules from scaling in."
    },
    "threshold": {
      "metric": "Name of a metric.",
      "out": "`{ above, for (0), add | percent | multiply, when ([]) }`.",
      "in": "`{ below, for (0), remove | percent | multiply, when ([]) }`. `in.below` is at most `out.above`.",
      "cooldown": "Seconds since this rule last acted, in either direction. It applies in addition to the cooldowns of `behavior`."
    },
    "workers": {
      "overloaded": "1 to 20 of `{ metric, above }`. A worker is overloaded when it passes any of them.",
      "idle": "1 to 20 of `{ metric, below }`. A worker is idle when all of them hold for `idleFor`.",
      "idleFor": "How long a worker must be idle.",
      "add": "Workers to add when every ready worker is overloaded."
    }
  },
  "everyRule": {
    "kind": "The rule's kind.",
    "name": "Name in the trace, and for the rule's own cooldown; numbered if it is taken.",
    "enabled": "`false`: the rule isn't used.",
    "during": "1 to 50 windows: the rule is used only while one of them is open.",
    "fallback": "`{ after, workers }`: after more than `after` evaluations in a row without data, the rule proposes `workers`. See missing data."
  }
};
