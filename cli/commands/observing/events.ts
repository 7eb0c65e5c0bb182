import { Argument, Command, InvalidArgumentError } from 'commander';
import {
  EVENT_SCHEMAS,
  eventJsonSchema,
  eventTypeOf,
  eventWord,
} from '../../../shared/aws/eventbridge/event-schemas.ts';
import type { EventType } from '../../../shared/names/index.ts';
import { table } from '../../../shared/presentation/index.ts';
import { print, printJson } from '../../../shared/terminal/index.ts';

const TYPES = Object.keys(EVENT_SCHEMAS) as EventType[];
const WORDS = TYPES.map(eventWord);

export const eventsSchemaCommand = new Command('schema')
  .addArgument(
    new Argument('[name]', 'an event, such as worker-draining or "Worker Draining"; without it, all are listed')
      .choices(WORDS)
      .argParser(typeNamed),
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
  throw new InvalidArgumentError(`It is not one of ${WORDS.join(', ')}.`);
}
