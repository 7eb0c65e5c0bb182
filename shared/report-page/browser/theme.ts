import type { PanelLine } from '../data.ts';

/** Colours from the style sheet, so that page and chart match in light and dark mode. */
export interface Theme {
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly surface: string;
  readonly font: string;
  readonly demand: string;
  readonly optimum: string;
  readonly held: string;
  readonly bad: string;
  readonly play: (index: number) => string;
}

const PLAYS = 8;

export function themeOf(page: Element): Theme {
  const style = getComputedStyle(page);
  const value = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: value('ink'),
    muted: value('muted'),
    rule: value('rule'),
    surface: value('surface'),
    font: style.fontFamily,
    demand: value('demand'),
    optimum: value('optimum'),
    held: value('held'),
    bad: value('bad'),
    play: (index) => value(`play-${index % PLAYS}`),
  };
}

/** The color of a line in a panel of its own. */
export const panelColor = (color: PanelLine['color'], { play, held, bad, muted }: Theme): string =>
  ({ main: play(0), held, bad, muted })[color];
