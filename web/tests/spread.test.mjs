// Markers that stand on one spot are moved apart, and no further than they must.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { transform } from "esbuild";

const source = await readFile(new URL("../src/spread.ts", import.meta.url), "utf8");
const { code } = await transform(source, { loader: "ts", format: "esm" });
const { spread } = await import(`data:text/javascript,${encodeURIComponent(code)}`);

const box = (x, y, more = {}) => ({ x, y, width: 30, height: 30, ...more });

function overlaps(boxes, places) {
  let count = 0;
  for (const [first, a] of places.entries()) {
    for (const [second, b] of places.entries()) {
      if (second <= first) continue;
      const wide = (boxes[first].width + boxes[second].width) / 2;
      const high = (boxes[first].height + boxes[second].height) / 2;
      if (Math.abs(a.x - b.x) < wide && Math.abs(a.y - b.y) < high) count++;
    }
  }
  return count;
}

const CASES = {
  "two that do not touch stay": { boxes: [box(50, 50), box(150, 50)], moved: 0 },
  "two on one spot part": { boxes: [box(100, 100), box(100, 100)] },
  "ten on one spot part": { boxes: Array.from({ length: 10 }, () => box(200, 200)) },
  "an obstacle stays where it is": { boxes: [box(100, 100, { fixed: true }), box(104, 100)], still: 0 },
  "nothing leaves the picture": { boxes: [box(2, 2), box(4, 4), box(398, 398)] },
  "no boxes, nothing to do": { boxes: [] },
};

for (const [name, { boxes, moved, still }] of Object.entries(CASES)) {
  test(name, () => {
    const places = spread(boxes, 400, 400);
    assert.equal(overlaps(boxes, places), 0);
    if (moved === 0) assert.deepEqual(places, boxes.map(({ x, y }) => ({ x, y })));
    if (still !== undefined) assert.deepEqual(places[still], { x: boxes[still].x, y: boxes[still].y });
    for (const [index, place] of places.entries()) {
      if (boxes[index].fixed) continue;
      assert.ok(place.x >= 0 && place.x <= 400 && place.y >= 0 && place.y <= 400, JSON.stringify(place));
    }
    assert.deepEqual(spread(boxes, 400, 400), places, "the same picture each time");
  });
}
