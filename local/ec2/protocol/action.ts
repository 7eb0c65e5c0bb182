import type { LocalEc2 } from '../local-ec2.ts';
import type { Parameters } from './parameters.ts';
import type { Xml } from './xml.ts';

/** Reads its parameters first, then acts: between the two, unknown parameters and dry runs are answered. */
export type Action = (parameters: Parameters) => (localEc2: LocalEc2) => { readonly [element: string]: Xml };
export type Actions = Readonly<Record<string, Action>>;
