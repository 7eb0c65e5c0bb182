import { CLOCK_VARIABLE, type ClockSetting, shiftedTime } from './clock.ts';

/** Is loaded before a program of a chaos run, and gives it the time of the run. */
const setting = JSON.parse(process.env[CLOCK_VARIABLE] ?? 'null') as ClockSetting | null;
if (setting) {
  const real = Date.now;
  Date.now = () => shiftedTime(setting, real());
}
