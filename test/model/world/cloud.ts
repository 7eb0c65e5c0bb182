import type { PolicyDocument } from '../../../shared/policy/index.ts';
import type { Providers } from '../../../shared/providers/index.ts';
import type { Word } from './ledger.ts';

export interface ModelWorker {
  readonly id: string;
  readonly drainingUntil: number | null;
  /** Whose launch it came from, where the provider tells. */
  readonly activity: string | null;
  /** Where it says how much capacity the worker is. */
  readonly instanceType?: string;
}

/** Where the workers of a world are, by its provider: those of the group `ci`, and of another that nobody must touch. */
export interface Cloud {
  /** A scenario's policy, for workers here. */
  policy(document: PolicyDocument): PolicyDocument;
  /** The provider over ports that every call passes by `through`; the clock may be another than the world's. */
  providers(through: <Ports extends object>(ports: Ports) => Ports, clock: () => number): Providers;
  alive(group: string): readonly ModelWorker[];
  add(group: string, worker: { readonly id?: string; readonly zone?: string; readonly instanceType?: string }): string;
  /** Ends a worker of `ci` behind everybody's back. */
  vanish(id: string): void;
  /** The operating system of a worker shuts down, so that it stops; somebody starts it again. Absent where it is replaced. */
  stop?(id: string): void;
  start?(id: string): void;
  /** Whether a worker has ended by itself. */
  hasEnded?(id: string): boolean;
  says(id: string, word: Word | 'drained', on: boolean): void;
  /** So many more can be launched; null: any number. */
  setRoom(remaining: number | null, code?: string): void;
  setIll(id: string, on: boolean): void;
}
