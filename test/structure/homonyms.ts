export interface Homonym {
  readonly word: string;
  readonly files: RegExp;
  readonly because: string;
}

/** Words that are a kind's name and mean something else in these files. */
export const HOMONYMS: readonly Homonym[] = [
  {
    word: 'lambda',
    files: /^shared\/aws\/lambda\/invoke\.ts$/,
    because: 'the service in addresses and signatures',
  },
  {
    word: 'schedule',
    files:
      /^(?:local\/demo\/(?:run|verdict)|shared\/aws\/dynamodb\/activities\/activity-schema|shared\/aws\/events\/evaluation-message|shared\/evaluation\/(?:model|observe\/remembered\/known-workers|ports\/queue|triggers\/(?:interval|pace)))\.ts$/,
    because: 'what began an evaluation: the schedule, an alarm, an event',
  },
  {
    word: 'schedule',
    files: /^shared\/state\/(?:slices\/schedule|group-state)\.ts$/,
    because: 'a slice of the state: when the group is due',
  },
  {
    word: 'schedule',
    files: /^shared\/adopt\/translate\.ts$/,
    because: 'the name of a rule that is written',
  },
  {
    word: 'workers',
    files:
      /^shared\/(?:backtest\/recordings\/(?:from-file|recorded)|decision\/readings\/group-figures|model\/figures\/figure-names|simulation\/recorded\/wanted)\.ts$/,
    because: 'a figure of the group, such as formulas use',
  },
  {
    word: 'pushed',
    files: /^bench\/tick\/(?:group-kinds|requirements)\.ts$/,
    because: 'how the groups of a benchmark behave',
  },
  {
    word: 'sqs',
    files: /^shared\/aws\/sqs\/light-calls\.ts$/,
    because: 'the service in addresses and signatures',
  },
  {
    word: 'workers',
    files: /^shared\/policy\/document\/behavior\.ts$/,
    because: 'the field of a limit',
  },
  {
    word: 'workers',
    files: /^shared\/policy\/observation\.ts$/,
    because: 'the field of an observation',
  },
  {
    word: 'workers',
    files: /^cli\/documents\/index\.ts$/,
    because: 'a command',
  },
  {
    word: 'workers',
    files: /^shared\/presentation\/(?:status\/group-status|metrics\/group-metrics)\.ts$/,
    because: 'the title of a line, the name of a metric',
  },
  {
    word: 'prometheus',
    files: /^cli\/commands\/observing\/alerts\.ts$/,
    because: 'the program that reads the alerts',
  },
  {
    word: 'objective',
    files: /^bench\/rules\/cases\.ts$/,
    because: "the name of a benchmark's case",
  },
  {
    word: 'forecast',
    files: /^bench\/rules\/cases\.ts$/,
    because: "the name of a benchmark's case",
  },
  {
    word: 'cloudwatch',
    files: /^shared\/aws\/clients\.ts$/,
    because: 'the client of a service',
  },
  {
    word: 'sqs',
    files: /^(?:shared\/aws\/clients|bench\/tick\/aws\/sqs)\.ts$/,
    because: 'the client of a service, and its latency',
  },
  {
    word: 'sqs',
    files: /^local\/requests\/models\.ts$/,
    because: 'a service, and the folder of its model',
  },
  {
    word: 'cloudwatch',
    files: /^local\/requests\/models\.ts$/,
    because: "the folder of a service's model",
  },
  {
    word: 'auto-scaling-group',
    files: /^local\/autoscaling\/(?:groups\/tags|protocol\/shown)\.ts$/,
    because: "AWS's own name of a type of resource",
  },
  {
    word: 'ec2',
    files: /^local\/(?:local-aws|gateway\/(?:gateway|own)|requests\/models)\.ts$/,
    because: 'a service, as requests name it',
  },
  {
    word: 'ec2',
    files: /^local\/(?:gateway\/inspection|permissions\/needs\/ec2(?:-launch)?)\.ts$/,
    because: 'a protocol, and a service in ARNs',
  },
  {
    word: 'cloudwatch',
    files: /^local\/permissions\/needs\/cloudwatch\.ts$/,
    because: 'a service, in ARNs',
  },
  {
    word: 'sqs',
    files: /^local\/permissions\/needs\/messaging\.ts$/,
    because: 'a service, in ARNs',
  },
  {
    word: 'workers',
    files: /^cli\/(?:commands\/workers\/workers|documents\/index)\.ts$/,
    because: 'the name of a command',
  },
  {
    word: 'lambda',
    files:
      /^(?:local\/(?:permissions\/(?:authorize|roles|needs\/messaging)|requests\/models)|shared\/aws\/preflight\/functions)\.ts$/,
    because: 'a service, in addresses, signatures and ARNs',
  },
  {
    word: 'ec2',
    files: /^local\/requests\/(?:call|form|read-call|refuse)\.ts$/,
    because: "a protocol of AWS's service models",
  },
  {
    word: 'ec2',
    files: /^shared\/aws\/dynamodb\/activities\/activity-item-earlier\.ts$/,
    because: 'items of earlier versions name no provider: there was one',
  },
  {
    word: 'schedule',
    files: /^(?:bench\/tick\/play|shared\/presentation\/decisions\/activity-text)\.ts$/,
    because: 'what began an evaluation, and the function that the schedule starts',
  },
  {
    word: 'target',
    files: /^infra\/bundle\.ts$/,
    because: 'an option of esbuild',
  },
  {
    word: 'step',
    files: /^shared\/comparison\/(?:compared|comparison)\.ts$/,
    because: 'a step of a simulation',
  },
  {
    word: 'workers',
    files:
      /^shared\/(?:evaluation\/observe\/(?:group-)?context|policy\/(?:defaults|observation)|report-page\/browser\/series)\.ts$/,
    because: 'the workers of a group, or so many of them',
  },
  {
    word: 'workers',
    files:
      /^shared\/(?:aws\/eventbridge\/event-schemas|decision\/stages\/overflow|evaluation\/overflow\/read-message|presentation\/status\/overflow-text)\.ts$/,
    because: 'so many workers, which another region is asked for',
  },
  {
    word: 'sqs',
    files: /^bench\/tick\/aws\/latency\.ts$/,
    because: 'the service whose calls take that long',
  },
  {
    word: 'workers',
    files: /^shared\/dashboards\/(?:capacity|cost|fleet|group)\.ts$/,
    because: 'the name of a metric, and of what a panel counts',
  },
  {
    word: 'prometheus',
    files: /^shared\/dashboards\/queries\.ts$/,
    because: "Grafana's name of a data source",
  },
  {
    word: 'ec2',
    files: /^local\/quotas\/local-quotas\.ts$/,
    because: 'the service whose quotas are read',
  },
];

export const isHomonym = (word: string, path: string): boolean =>
  HOMONYMS.some((one) => one.word === word && one.files.test(path));
