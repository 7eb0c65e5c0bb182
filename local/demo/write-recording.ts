import { writeFileSync } from 'node:fs';
import { recordingText } from '../../shared/simulation/index.ts';
import { dayOfDemand } from './recording.ts';

writeFileSync(new URL('./day.csv', import.meta.url), recordingText(dayOfDemand()));
