/** The parts of a text: every second one is the id of an instance. A browser may break an id after its hyphen. */
export const splitAtIds = (text: string): string[] => text.split(/(\bi-[0-9a-f]+\b)/);

/** The class of an element that stays in one line. */
export const ID_CLASS = 'id';
