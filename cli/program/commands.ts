import type { Command } from 'commander';

/** A command, loaded when it is used: most of the time of a start is the loading of code. */
export interface Leaf {
  readonly description: string;
  readonly load: () => Promise<Command>;
  /** Commands whose names take the place of its first argument. */
  readonly commands?: Commands;
}

/** Commands under a common first word. */
export interface Branch {
  readonly description: string;
  readonly commands: Commands;
}

export type Commands = Readonly<Record<string, Leaf | Branch>>;
