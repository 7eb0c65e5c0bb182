import { define } from '../../../shared/model/index.ts';

export const reasons = {
  'rack-full': define<{ rack: string }>('The rack has no free slot.', ({ rack }) => `The rack ${rack} is full`),
  'slots-switched-on': define<{ slots: number }>('Slots are switched on.', ({ slots }) => `switched ${slots} slots on`),
};
