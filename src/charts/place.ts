export interface Rectangle {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Placed {
  /** Where it should be. */
  at: number;
  height: number;
  /** How firmly it stays there when others push. */
  weight: number;
}

/**
 * Moves labels of a column apart until none overlaps, each as near to its place as the others allow.
 * Overlapping ones are merged into a block that sits at the weighted mean of their wishes (pool adjacent violators).
 *
 * @returns centre of each, in the order given, inside `low` … `high` as long as they fit there
 */
export function spread(items: readonly Placed[], low: number, high: number): number[] {
  const order = items.map((item, index) => ({ item, index })).sort((a, b) => a.item.at - b.item.at);
  interface Block {
    top: number;
    height: number;
    weight: number;
    wish: number;
    members: number[];
  }
  const blocks: Block[] = [];
  const settle = (block: Block) => {
    block.top = Math.max(low, Math.min(high - block.height, block.wish / block.weight));
  };
  for (const { item, index } of order) {
    const { height, weight, at } = item;
    let block: Block = { top: 0, height, weight, wish: weight * (at - height / 2), members: [index] };
    settle(block);
    for (let above = blocks.at(-1); above && above.top + above.height > block.top; above = blocks.at(-1)) {
      blocks.pop();
      block = {
        top: 0,
        height: above.height + block.height,
        weight: above.weight + block.weight,
        wish: above.wish + block.wish - block.weight * above.height,
        members: [...above.members, ...block.members],
      };
      settle(block);
    }
    blocks.push(block);
  }
  const centres = items.map(() => 0);
  for (const block of blocks) {
    let top = block.top;
    for (const index of block.members) {
      const height = items[index]?.height ?? 0;
      centres[index] = top + height / 2;
      top += height;
    }
  }
  return centres;
}

export function overlaps(a: Rectangle, b: Rectangle): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Whether a polyline (gaps = null) runs through a rectangle. */
export function crosses(line: readonly ({ x: number; y: number } | null)[], box: Rectangle): boolean {
  return line.some((from, i) => {
    const to = line[i + 1];
    if (!from) return false;
    if (!to) return inside(from, box);
    const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 2));
    for (let step = 0; step <= steps; step++) {
      const t = step / steps;
      if (inside({ x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t }, box)) return true;
    }
    return false;
  });
}

function inside(point: { x: number; y: number }, box: Rectangle): boolean {
  return point.x > box.left && point.x < box.right && point.y > box.top && point.y < box.bottom;
}

/**
 * Which of the labels along an axis are shown: the last always, the first when there is room, and between them every
 * 1st, 2nd, 3rd, 4th, 6th or 12th counted from the last, as many as fit and no more than `most`. Steps that lead from
 * the last exactly to the first are preferred: Oct, Jan, Apr, Jul, Oct.
 *
 * @param labels centre and width of each, in order
 * @returns indexes, ascending
 */
export function pickLabels(labels: readonly { at: number; width: number }[], gap: number, most: number): number[] {
  const last = labels.length - 1;
  if (last < 0) return [];
  const fits = (indexes: readonly number[]) =>
    indexes.every((index, i) => {
      const previous = labels[indexes[i - 1] ?? -1];
      const label = labels[index];
      return !previous || !label || label.at - label.width / 2 - gap >= previous.at + previous.width / 2;
    });
  const stepsTo = (indexes: readonly number[]) => indexes.length <= most && fits(indexes);
  const every = (step: number) => labels.flatMap((_, index) => ((last - index) % step === 0 ? [index] : []));
  for (const step of STEPS) {
    if (last % step === 0 && stepsTo(every(step))) return every(step);
  }
  for (const step of STEPS) {
    const [first = 0, ...others] = every(step);
    // The first period says where the chart begins; a neighbour too close to it gives way.
    const crowded = first !== last && !fits([0, first]);
    const indexes = [0, ...(first === 0 || crowded ? [] : [first]), ...others];
    if (stepsTo(indexes)) return indexes;
  }
  return fits([0, last]) && last > 0 ? [0, last] : [last];
}

const STEPS = [1, 2, 3, 4, 6, 12, 24];
