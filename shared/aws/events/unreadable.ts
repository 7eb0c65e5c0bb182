/** A message or an event that does not have the format of its kind: trying again would not help. */
export class UnreadableEvent extends Error {}
