import type { Xml } from '../../query/xml.ts';
import type { State } from '../state.ts';
import type { ActionName, RequestOf } from './requests.ts';

/** Carries out a request that was read; null when AWS answers with nothing but the request's id. */
export type Action<Name extends ActionName> = (
  state: State,
  request: RequestOf<Name>,
) => { readonly [element: string]: Xml } | null;
export type Actions<Name extends ActionName = ActionName> = { readonly [N in Name]: Action<N> };
