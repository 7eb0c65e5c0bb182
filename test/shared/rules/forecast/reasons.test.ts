import { describe, expect, it } from 'vitest';
import { phrase } from '../../../../shared/presentation/index.ts';
import { because } from '../../../../shared/rules/forecast/because.ts';

const aim = because['forecast-learning']({ metric: 'rps' });
const told = (by: string, season = 86_400, raise = 0): string =>
  phrase(because.forecast({ aim, seconds: 180, by, season, raise, quantile: 0.9 }));
const START = 'rps has too little history to forecast it; forecast 180 s ahead: ';
const END = ', to cover 90 % of the time';

describe('the reason of a forecast', () => {
  it.each([
    ['last', 'the latest reading'],
    ['minute', "the last minute's mean"],
    ['trend', 'the trend of five minutes'],
    ['season', 'the change that followed a day ago'],
    ['day', 'the reading of a day ago at the present level'],
    ['learned', 'a forecast learned from this metric and its reading of a day ago'],
    ['learnedPeak', 'a peak forecast learned from this metric'],
    ['another', 'another'],
  ])('names its way: %s', (by, text) => {
    expect(told(by)).toBe(`${START}${text}${END}`);
  });

  it('names the season', () => {
    expect(told('season', 604_800)).toContain('the change that followed a week ago');
    expect(told('season', 28_800)).toContain('the change that followed 8 h ago');
  });

  it('says by how much it is raised or lowered, unless that is nothing', () => {
    expect(told('last', 86_400, Math.log(1.1))).toBe(`${START}the latest reading + 10 %${END}`);
    expect(told('last', 86_400, Math.log(0.9))).toBe(`${START}the latest reading − 10 %${END}`);
    expect(told('last', 86_400, 1e-9)).toBe(`${START}the latest reading${END}`);
  });

  it('names in a few words what is active', () => {
    expect(phrase(because['forecast-active']({ by: 'day' }))).toBe('forecast day');
  });
});
