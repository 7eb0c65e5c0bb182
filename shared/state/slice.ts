import * as z from 'zod';

/** A moment, ms since the epoch. */
export const moment = z.number();

/** One part of a group's state: its own schema and schema version, its own writer. */
export interface Slice<Schema extends z.ZodType> {
  readonly name: string;
  /** Raised when what the slice stores changes its meaning; an item of a newer version is rejected. */
  readonly schemaVersion: number;
  readonly schema: Schema;
  /** What a group has of which nothing has been written yet. */
  readonly empty: z.output<Schema>;
}

export const slice = <const Schema extends z.ZodType>(definition: Slice<Schema>): Slice<Schema> => definition;
