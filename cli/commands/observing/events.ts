import { Argument, Command, InvalidArgumentError } from 'commander';
import { EVENT_SCHEMAS, eventJsonSchema, eventTypeOf } from '../../../shared/aws/eventbridge/event-schemas.ts';
import { closeTo } from '../../../shared/model/index.ts';
import type { EventType } from '../../../shared/names/index.ts';
import { table } from '../../../shared/presentation/index.ts';
import { print, printJson } from '../../../shared/terminal/index.ts';

const TYPES = Object.keys(EVENT_SCHEMAS) as EventType[];

export const eventsSchemaCommand = new Command('schema')
  .addArgument(
    new Argument(
      '[name]',
      'an event, such as "Worker Draining" or worker-draining; without it, all are listed',
    ).argParser(typeNamed),
  )
  .option('--json', 'print JSON: the schemas of all events by their names, or that of one')
  .addHelpText('after', '\nThe package contains the same schemas: headcount/events/worker-draining.schema.json.')
  .action((type: EventType | undefined, { json }: { json?: boolean }) => {
    if (type === undefined) {
      if (json) return printJson(Object.fromEntries(TYPES.map((type) => [type, eventJsonSchema(type)])));
      return print(
        table(
          ['EVENT', 'PUBLISHED WHEN'],
          TYPES.map((type) => [type, EVENT_SCHEMAS[type].when]),
        ),
      );
    }
    printJson(eventJsonSchema(type));
  });

function typeNamed(name: string): EventType {
  const type = eventTypeOf(name);
  if (type) return type;
  const close = closeTo(name, TYPES);
  throw new InvalidArgumentError(
    `Events are: ${TYPES.join(', ')}.${close === null ? '' : ` Did you mean "${close}"?`}`,
  );
}
