/** What functions may read: names of other secrets are rejected, and IAM denies them. */
export const SECRET_PREFIX = 'headcount/';
