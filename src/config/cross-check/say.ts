/** Reports a problem of an entry: its id, the path inside it, what is wrong, and what to do. */
export type Say = (id: string, path: readonly PropertyKey[], message: string, hint: string) => void;
