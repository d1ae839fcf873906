// Moves boxes apart so that none covers another, each as near to its place as it can stay. Pure, so that it can be tested.

/** A box around its middle. A fixed one is an obstacle. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  fixed?: boolean;
}

const ROUNDS_MAX = 160;
const GAP = 3;
/** Share of the way back to its place that a box takes each round. */
const PULL = 0.03;

/** The middles of the boxes after spreading, in the order given; inside `width` × `height` where that is possible. */
export function spread(boxes: Box[], width: number, height: number): { x: number; y: number }[] {
  const places = boxes.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < ROUNDS_MAX; round++) {
    if (!separate(boxes, places)) break;
    // The last rounds only push: nothing is drawn back under another.
    const pull = round < ROUNDS_MAX / 2 ? PULL : 0;
    for (const [index, box] of boxes.entries()) {
      const place = places[index];
      if (!place || box.fixed) continue;
      place.x = within(place.x + (box.x - place.x) * pull, box.width / 2, width);
      place.y = within(place.y + (box.y - place.y) * pull, box.height / 2, height);
    }
  }
  return places;
}

function within(middle: number, half: number, size: number): number {
  return Math.min(Math.max(middle, half), Math.max(half, size - half));
}

/** Pushes each overlapping pair apart along its shorter overlap; false when there was none. */
function separate(boxes: Box[], places: { x: number; y: number }[]): boolean {
  let moved = false;
  for (const [first, a] of boxes.entries()) {
    for (const [second, b] of boxes.entries()) {
      const [here, there] = [places[first], places[second]];
      if (second <= first || !here || !there || (a.fixed && b.fixed)) continue;
      const overlapX = (a.width + b.width) / 2 + GAP - Math.abs(here.x - there.x);
      const overlapY = (a.height + b.height) / 2 + GAP - Math.abs(here.y - there.y);
      if (overlapX <= 0 || overlapY <= 0) continue;
      moved = true;
      const share = a.fixed || b.fixed ? 1 : 0.5;
      const axis = overlapX < overlapY ? "x" : "y";
      // Boxes on one spot part by their order, so that the picture is the same each time.
      const way = here[axis] <= there[axis] ? -1 : 1;
      const step = Math.min(overlapX, overlapY) * share * way;
      if (!a.fixed) here[axis] += step;
      if (!b.fixed) there[axis] -= step;
    }
  }
  return moved;
}
