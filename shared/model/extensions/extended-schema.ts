import * as z from 'zod';
import { type Extended, extended } from './extended.ts';

/** What is made of the kinds of extensions: made once, and again after others were added. */
export function sinceExtended<Made>(make: (extended: Extended) => Made): () => Made {
  let last: { readonly of: Extended; readonly made: Made } | undefined;
  return () => {
    const of = extended();
    if (last?.of !== of) last = { of, made: make(of) };
    return last.made;
  };
}

/** A schema with the kinds of extensions. A CDK app adds them after it has loaded the schemas. */
export function extendedSchema<Schema extends z.ZodType>(make: () => Schema): z.ZodLazy<Schema> {
  const schema = z.lazy(make);
  // zod would keep the first one.
  Object.defineProperty(schema._zod, 'innerType', { get: sinceExtended(make) });
  return schema;
}
