import { type ServeQuery, serveQuery } from '../query/serve.ts';
import type { LocalAutoScaling } from './auto-scaling.ts';
import { throttled } from './errors.ts';
import { refusal } from './protocol/answer.ts';

/** Serves Auto Scaling requests over HTTP, with the configured faults. */
export const serveAutoScaling = (standIn: LocalAutoScaling): ServeQuery =>
  serveQuery({
    calls: standIn.calls,
    faults: standIn.faults,
    answer: (form) => standIn.answer(form),
    refusal,
    throttled,
  });
