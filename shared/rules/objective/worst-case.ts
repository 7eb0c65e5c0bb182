/** The group costs at most so many times what perfect foresight would, and the credit that it began with. At least two. */
export const MOST_TIMES_OPTIMUM = 3;
