/** Between two times of learning, readings gather that were not part of the last. */
export const MOST_UNLEARNED_SECONDS = 1800;
