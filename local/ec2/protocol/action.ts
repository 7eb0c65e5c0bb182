import type { LocalEc2 } from '../local-ec2.ts';
import type { Parameters } from './parameters.ts';
import type { Xml } from './xml.ts';

/**
 * Reads the parameters and returns the function that acts. In between, the caller rejects unknown parameters and answers
 * dry runs.
 */
export type Action = (parameters: Parameters) => (localEc2: LocalEc2) => { readonly [element: string]: Xml };
export type Actions = Readonly<Record<string, Action>>;
