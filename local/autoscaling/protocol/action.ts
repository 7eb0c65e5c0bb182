import type { Xml } from '../../query/xml.ts';
import type { State } from '../state.ts';
import type { ActionName, RequestOf } from './requests.ts';

/** Carries out a parsed request. Returns null when AWS responds with only the request's id. */
export type Action<Name extends ActionName> = (
  state: State,
  request: RequestOf<Name>,
) => { readonly [element: string]: Xml } | null;
export type Actions<Name extends ActionName = ActionName> = { readonly [N in Name]: Action<N> };
