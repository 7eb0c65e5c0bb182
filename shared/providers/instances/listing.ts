import { type Borrowed, ec2Call } from './call.ts';
import { everyPage, type Reading } from './pages.ts';
import type { InstanceFilter } from './seen-instance.ts';

/** An action of EC2 that returns a list in pages. */
export interface Listing<T> extends Reading<T> {
  /** The largest page of EC2. */
  readonly perPage: number;
}
/** Returns the items of all pages that match all filters. */
export type List = <T>(listing: Listing<T>, filters: readonly InstanceFilter[]) => Promise<T[]>;

/**
 * Lists without the EC2 client. The client would add 550 KB to the bundle and 50 ms to every cold start, nearly all of it
 * for actions that reads do not need (`npm run bench -- cold` measures it).
 */
export function lightListing(borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env): List {
  const call = ec2Call(borrowed, environment);
  return (listing, filters) =>
    everyPage(call, listing, { ...filterParameters(filters), MaxResults: String(listing.perPage) });
}

function filterParameters(filters: readonly InstanceFilter[]): Record<string, string> {
  const parameters: Record<string, string> = {};
  filters.forEach(({ name, values }, filter) => {
    parameters[`Filter.${filter + 1}.Name`] = name;
    values.forEach((value, index) => {
      parameters[`Filter.${filter + 1}.Value.${index + 1}`] = value;
    });
  });
  return parameters;
}
