/** Things that become due later: a month takes what falls into it and leaves the rest to the months after. */
export function dueList<Item extends { atMs: number }>(): {
  add(item: Item): void;
  takeBefore(endMs: number): Item[];
} {
  let waiting: Item[] = [];
  return {
    add: (item) => {
      waiting.push(item);
    },
    takeBefore: (endMs) => {
      const due = waiting.filter(({ atMs }) => atMs < endMs);
      waiting = waiting.filter(({ atMs }) => atMs >= endMs);
      return due.sort((first, second) => first.atMs - second.atMs);
    },
  };
}
