import type { Shape } from './shape.ts';

/** One part of a group's state: its own shape and schema version, its own writer. */
export interface Slice<T> {
  readonly name: string;
  /** Raised when what the slice stores changes its meaning; an item of a newer version is rejected. */
  readonly schemaVersion: number;
  readonly shape: Shape<T>;
  /** What a group has of which nothing has been written yet. */
  readonly empty: T;
}

export const slice = <T>(definition: Omit<Slice<T>, 'empty'> & { readonly empty: NoInfer<T> }): Slice<T> => definition;
