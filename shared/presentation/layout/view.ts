/** How urgent a text is; its color on a terminal. */
export type Tone = 'trouble' | 'caution' | 'good';

/** Where a text is shown. */
export interface View {
  /** Characters in a line; null: as many as it takes. */
  readonly width: number | null;
  readonly paint: (tone: Tone, text: string) => string;
}

/** For files and pipes: everything, without color. */
export const WHOLE: View = { width: null, paint: (_, text) => text };
