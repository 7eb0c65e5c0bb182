export interface Panel {
  readonly title: string;
  readonly top: number;
  readonly height: number;
}

export interface Layout {
  readonly isNarrow: boolean;
  /** Of the axes' labels, in pixels. */
  readonly fontSize: number;
  readonly left: number;
  readonly right: number;
  readonly panels: readonly Panel[];
  readonly sliderTop: number;
  readonly height: number;
}

const NARROW = 640;
const TITLE = 30;
const AXIS = 26;
const SLIDER = 34;

/** Between a label and its axis, and between the label and the edge. */
const AROUND_LABEL = 10;

/** Stacks the panels vertically; the first is the tallest. `labels`: the width of the widest label of a vertical axis. */
export function layoutOf(width: number, titles: readonly string[], labels: number): Layout {
  const isNarrow = width < NARROW;
  const panels: Panel[] = [];
  let top = 0;
  for (const [index, title] of titles.entries()) {
    const height = index === 0 ? (isNarrow ? 260 : 330) : isNarrow ? 84 : 96;
    panels.push({ title, top: top + TITLE, height });
    // The time axis has labels below the first panel, the main one, and below the last.
    top += TITLE + height + (index === 0 || index === titles.length - 1 ? AXIS : 6);
  }
  return {
    isNarrow,
    left: Math.max(isNarrow ? 40 : 52, Math.ceil(labels) + AROUND_LABEL),
    fontSize: isNarrow ? 10 : 11,
    right: isNarrow ? 20 : 24,
    panels,
    sliderTop: top + 6,
    height: top + 6 + SLIDER,
  };
}
