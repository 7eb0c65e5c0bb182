import { policyCommands } from '../commands/policy/index.ts';
import type { Commands } from './commands.ts';

/** Every command, in the order of the help. The descriptions are here, so that the help of all loads none of them. */
export const COMMANDS: Commands = {
  policy: {
    description: 'scaling policies: one for each worker group',
    commands: policyCommands,
  },
  preflight: {
    description: 'check whether this account and these policies would work; changes nothing, exits with 1 on a blocker',
    load: async () => (await import('../commands/preflight.ts')).preflightCommand,
  },
  status: {
    description: 'show all groups, or everything about one group',
    load: async () => (await import('../commands/live/status.ts')).statusCommand,
  },
  top: {
    description: 'watch all groups: sizes, waste, cost, what holds them and what happened last',
    load: async () => (await import('../commands/live/top.ts')).topCommand,
  },
  cost: {
    description: 'show what each group has cost, or one group by day, and what spot has saved; kept for 400 days',
    load: async () => (await import('../commands/past/cost.ts')).costCommand,
  },
  workers: {
    description: 'list the workers of a group with the values of their own metrics',
    load: async () => (await import('../commands/workers/workers.ts')).workersCommand,
  },
  activities: {
    description: 'list the scaling activities of a group, newest first',
    load: async () => (await import('../commands/activities.ts')).activitiesCommand,
  },
  explain: {
    description: 'explain why a group was resized, or was not: the decision step by step',
    load: async () => (await import('../commands/explain.ts')).explainCommand,
  },
  metrics: {
    description: 'draw the metrics and the workers of a group over time, as its evaluations recorded them',
    load: async () => (await import('../commands/past/metrics.ts')).metricsCommand,
  },
  report: {
    description: 'write a page of what happened to a group, or to all: metrics, workers, decisions, activities',
    load: async () => (await import('../commands/past/report.ts')).reportCommand,
  },
  rightsize: {
    description:
      'recommend instance types from the measured CPU and memory of a group, with the price of each; changes nothing without --apply',
    load: async () => (await import('../commands/past/rightsize.ts')).rightsizeCommand,
  },
  audit: {
    description: 'list who changed what, from where, and with what outcome, newest first; kept for 400 days',
    load: async () => (await import('../commands/audit.ts')).auditCommand,
  },
  events: {
    description: 'the events that Headcount publishes',
    commands: {
      schema: {
        description: 'list the events, or print the JSON Schema of one',
        load: async () => (await import('../commands/observing/events.ts')).eventsSchemaCommand,
      },
    },
  },
  alerts: {
    description: 'alerting rules for the metrics of Headcount',
    commands: {
      prometheus: {
        description: 'print alerting rules for Prometheus, each with a link to its section of the runbook',
        load: async () => (await import('../commands/observing/alerts.ts')).alertsPrometheusCommand,
      },
    },
  },
  dashboard: {
    description: 'dashboards for the metrics of Headcount',
    commands: {
      grafana: {
        description: 'print or write dashboards for Grafana, which read the metrics from Prometheus',
        load: async () => (await import('../commands/observing/dashboard.ts')).dashboardGrafanaCommand,
      },
    },
  },
  evaluate: {
    description: 'evaluate a group now, from this shell; launches and terminates workers, unless you add --dry-run',
    load: async () => (await import('../commands/evaluate.ts')).evaluateCommand,
  },
  recommend: {
    description:
      'show what each rule of a group asks for now, and what the policy would do; without a group, one line for each',
    load: async () => (await import('../commands/control/recommend.ts')).recommendCommand(),
    commands: {
      rule: {
        description: 'play every rule on recorded demand, and recommend one',
        load: async () => (await import('../commands/replay/recommend-rule.ts')).recommendRuleCommand,
      },
    },
  },
  candidates: {
    description:
      'list the workers that a scale-in would terminate, in order, and those that it would keep, with the reasons',
    load: async () => (await import('../commands/control/candidates.ts')).candidatesCommand,
  },
  pause: {
    description: 'stop resizing a group; a resize that has begun is completed',
    load: async () => (await import('../commands/control/pause.ts')).pauseCommand,
  },
  resume: {
    description: 'end the pause of a group that "npx headcount pause" has set',
    load: async () => (await import('../commands/control/resume.ts')).resumeCommand,
  },
  scale: {
    description: 'set the size of a group for a while; then its rules decide again',
    load: async () => (await import('../commands/control/scale.ts')).scaleCommand,
  },
  replace: {
    description:
      'replace the workers of a group with workers of another version of its launch template, a few at a time',
    load: async () => (await import('../commands/control/replace.ts')).replaceCommand,
  },
  push: {
    description:
      'send values of metrics that the policy defines as pushed; evaluates the group if they could change its size',
    load: async () => (await import('../commands/push.ts')).pushCommand,
  },
  redrive: {
    description: 'process the messages in the failure and dead-letter queues again',
    load: async () => (await import('../commands/redrive.ts')).redriveCommand,
  },
  doctor: {
    description: 'find workers, activities and claims that need attention; exits 1 when any are left',
    load: async () => (await import('../commands/doctor.ts')).doctorCommand,
  },
  adopt: {
    description:
      'write a first policy for an Auto Scaling group, ECS service, EC2 Fleet or function that you have; nothing in AWS is changed',
    load: async () => (await import('../commands/adopting/adopt.ts')).adoptCommand,
  },
  worker: {
    description: 'report the state of this worker with its own tags; run it on the instance',
    load: async () => (await import('../commands/workers/worker.ts')).workerCommand,
  },
  decide: {
    description: 'decide from a policy and an observation, without calling AWS',
    load: async () => (await import('../commands/decide.ts')).decideCommand,
  },
  simulate: {
    description: 'replay a policy on recorded or generated demand, with the code that decides in production',
    load: async () => (await import('../commands/replay/simulate.ts')).simulateCommand,
  },
  backtest: {
    description: 'replay policies on the recorded metrics of a group, and report the differences',
    load: async () => (await import('../commands/replay/backtest.ts')).backtestCommand,
  },
  world: {
    description: 'scenarios in which policies are replayed',
    commands: {
      init: {
        description: 'write a scenario file for simulate, with a comment on every field',
        load: async () => (await import('../commands/replay/world.ts')).worldInitCommand,
      },
    },
  },
  demand: {
    description: 'make demand to replay a policy on',
    commands: {
      generate: {
        description: 'generate demand as CSV; the same seed gives the same demand',
        load: async () => (await import('../commands/replay/demand.ts')).demandGenerateCommand,
      },
    },
  },
  schema: {
    description: 'print the JSON Schema of what a command prints with --json',
    load: async () => (await import('../commands/tooling/schema.ts')).schemaCommand,
  },
  openapi: {
    description: 'print the OpenAPI document of the HTTP API',
    load: async () => (await import('../commands/tooling/openapi.ts')).openApiCommand,
  },
  completion: {
    description: 'print the completion of commands, options and group names for your shell',
    load: async () => (await import('../commands/tooling/completion.ts')).completionCommand,
  },
  local: {
    description: 'a local AWS for trying Headcount',
    commands: {
      up: {
        description: 'start a local AWS in the background and deploy Headcount on it',
        load: async () => (await import('../commands/local.ts')).upCommand,
      },
      down: {
        description: 'stop the local AWS and remove everything in it',
        load: async () => (await import('../commands/local.ts')).downCommand,
      },
      status: {
        description: 'show whether the local AWS is running, and where',
        load: async () => (await import('../commands/local.ts')).localStatusCommand,
      },
      env: {
        description: 'print the shell commands that select the local AWS',
        load: async () => (await import('../commands/local.ts')).envCommand,
      },
    },
  },
};
