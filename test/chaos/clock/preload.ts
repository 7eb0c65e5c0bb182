import { CLOCK_VARIABLE, type ClockSetting, shiftedTime } from './clock.ts';

/** Loaded before the program of a chaos run: gives it the run's time, wrong by what its environment says. */
const setting = JSON.parse(process.env[CLOCK_VARIABLE] ?? 'null') as ClockSetting | null;
if (setting) {
  const real = Date.now;
  Date.now = () => shiftedTime(setting, real());
}
