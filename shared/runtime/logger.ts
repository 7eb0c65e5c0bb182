type Fields = Readonly<Record<string, unknown>>;
/** Fields of a log line, or the error that it reports. A function makes them only if the line is logged. */
type More = Fields | Error | (() => Fields);

/** Those of Lambda. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html */
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
type Level = (typeof LEVELS)[number];
const USUAL: Level = 'INFO';

/** Logs one JSON object per line. */
export interface Logger {
  debug(message: string, more?: More): void;
  info(message: string, more?: More): void;
  warn(message: string, more?: More): void;
  error(message: string, more?: More): void;
}

const toStdout = (line: string): unknown => process.stdout.write(line);

/** Leaves out lines below the level that the function is configured with: `INFO` by default. */
export function newLogger(environment: NodeJS.ProcessEnv = process.env, write = toStdout): Logger {
  const configured = LEVELS.find((level) => level === environment['AWS_LAMBDA_LOG_LEVEL']) ?? USUAL;
  const least = LEVELS.indexOf(configured);
  const logs = (level: Level) => (message: string, more?: More) => {
    if (LEVELS.indexOf(level) < least) return;
    const known = typeof more === 'function' ? more() : more;
    const fields = known instanceof Error ? { error: known } : known;
    const line = { level, message, timestamp: new Date().toISOString(), service: 'headcount', ...fields };
    write(`${JSON.stringify(line, readable())}\n`);
  };
  return { debug: logs('DEBUG'), info: logs('INFO'), warn: logs('WARN'), error: logs('ERROR') };
}

/** Writes what JSON leaves out: an error's message, stack and cause. Leaves out what contains itself. */
function readable() {
  const path: { readonly original: object; readonly written: object }[] = [];
  return function (this: unknown, _: string, value: unknown): unknown {
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    while (path.length > 0 && path.at(-1)?.written !== this) path.pop();
    if (path.some(({ original }) => original === value)) return undefined;
    const written = value instanceof Error ? errorFields(value) : value;
    path.push({ original: value, written });
    return written;
  };
}

const errorFields = (error: Error): object =>
  Object.assign({ name: error.name, message: error.message, stack: error.stack, cause: error.cause }, error);
