/** The longest time for which readings arrive between two times of learning. */
export const MOST_UNLEARNED_SECONDS = 1800;
