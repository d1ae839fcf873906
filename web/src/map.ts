// The map: counties and rivers from the city folder, a marker for every section and station. Nothing is fetched from outside.
import type { Feature, FeatureCollection, Geometry, Position } from "geojson";
import {
  LngLatBounds,
  Map as MapLibre,
  Marker,
  NavigationControl,
  setWorkerUrl,
  type StyleSpecification,
} from "maplibre-gl";

import { CHANGED } from "./live";
import { colour, onSchemeChange } from "./palette";
import { type Box, spread } from "./spread";

/** A marker as the server describes it. */
interface Point {
  id: string;
  kind: "section" | "station" | "city-air";
  name: string;
  position: [number, number];
  sketch: boolean;
  label: string;
  slug: string;
  because: string;
  href: string;
}

/** A marker with its place, and the line from the place to where the marker had room. */
interface Placed {
  marker: Marker;
  line: SVGLineElement;
  foot: SVGCircleElement;
  offset: { x: number; y: number };
}

const placed = new Map<string, Placed>();
const names: Marker[] = [];
const SVG = "http://www.w3.org/2000/svg";

/** Names as wide as this, in pixels, are given room; four or five Chinese letters are. */
const NAME_MAX = 64;

/** Maps below this width, in pixels, are a phone's. */
const NARROW = 560;

/** Shorter lines than this are not worth drawing, in pixels. */
const LINE_MIN = 6;

/** Draws the map into `place`. */
export function mount(place: HTMLElement): void {
  setWorkerUrl("/static/maplibre-gl-worker.mjs");
  draw(place).catch((error: unknown) => {
    console.warn("the map could not be drawn", error);
    place.classList.add("map-failed");
    place.textContent = place.dataset.failed ?? "";
  });
}

async function draw(place: HTMLElement): Promise<void> {
  const [divisions, waters, points] = await Promise.all([
    read<FeatureCollection>("/map/divisions.json"),
    read<FeatureCollection>("/map/waters.json"),
    read<Point[]>("/map/points.json"),
  ]);
  const map = new MapLibre({
    container: place,
    style: style(divisions, waters),
    bounds: boundsOf(divisions, points),
    fitBoundsOptions: { padding: 28 },
    attributionControl: false,
    cooperativeGestures: false,
    scrollZoom: false,
    dragRotate: false,
    pitchWithRotate: false,
    maxZoom: 14,
    minZoom: 6,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "bottom-right");
  map.getCanvas().setAttribute("aria-label", place.dataset.mapLabel ?? "");
  nameDivisions(map, divisions);
  nameWaters(map, waters);
  const lines = document.createElementNS(SVG, "svg");
  lines.classList.add("leaders");
  lines.setAttribute("aria-hidden", "true");
  map.getCanvas().after(lines);
  showPoints(map, lines, place, points);
  map.on("moveend", () => makeRoom(map));
  map.on("resize", () => makeRoom(map));
  map.on("move", () => drawLines(map));
  document.body.addEventListener(CHANGED, () => void refresh(map, lines, place));
  onSchemeChange(() => map.setStyle(style(divisions, waters)));
}

async function refresh(map: MapLibre, lines: SVGSVGElement, place: HTMLElement): Promise<void> {
  showPoints(map, lines, place, await read<Point[]>("/map/points.json"));
}

async function read<T>(address: string): Promise<T> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return (await answer.json()) as T;
}

function style(divisions: FeatureCollection, waters: FeatureCollection): StyleSpecification {
  return {
    version: 8,
    sources: {
      divisions: { type: "geojson", data: divisions },
      waters: { type: "geojson", data: waters },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colour("--map-ground") } },
      { id: "land", type: "fill", source: "divisions", paint: { "fill-color": colour("--map-land") } },
      {
        id: "borders",
        type: "line",
        source: "divisions",
        paint: { "line-color": colour("--map-border"), "line-width": 1, "line-dasharray": [3, 2] },
      },
      {
        id: "lakes",
        type: "fill",
        source: "waters",
        filter: ["==", ["geometry-type"], "Polygon"],
        paint: { "fill-color": colour("--map-water") },
      },
      {
        id: "rivers-bed",
        type: "line",
        source: "waters",
        filter: ["==", ["geometry-type"], "LineString"],
        layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": colour("--map-water-edge"), "line-width": ["interpolate", ["linear"], ["zoom"], 7, 3, 12, 11] },
      },
      {
        id: "rivers",
        type: "line",
        source: "waters",
        filter: ["==", ["geometry-type"], "LineString"],
        layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": colour("--map-water"), "line-width": ["interpolate", ["linear"], ["zoom"], 7, 2, 12, 8] },
      },
    ],
  };
}

function showPoints(map: MapLibre, lines: SVGSVGElement, place: HTMLElement, points: Point[]): void {
  for (const point of points) {
    const known = placed.get(point.id);
    if (known) {
      paint(known.marker.getElement(), point, place);
      continue;
    }
    const link = document.createElement("a");
    paint(link, point, place);
    const marker = new Marker({ element: link, anchor: "center" }).setLngLat(point.position).addTo(map);
    const line = document.createElementNS(SVG, "line");
    const foot = document.createElementNS(SVG, "circle");
    foot.setAttribute("r", "2.5");
    lines.append(line, foot);
    placed.set(point.id, { marker, line, foot, offset: { x: 0, y: 0 } });
  }
  makeRoom(map);
}

/** Moves markers that would cover each other apart, with a line back to the place each one stands for. */
function makeRoom(map: MapLibre): void {
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const all = [...placed.values()];
  const boxes: Box[] = all.map(({ marker }) => boxOf(map, marker));
  // On a phone there is no room to keep clear of the counties' names as well.
  const obstacles = width < NARROW ? [] : names.map((name) => ({ ...boxOf(map, name), fixed: true }));
  const places = spread([...boxes, ...obstacles], width, height);
  for (const [index, each] of all.entries()) {
    const [box, at] = [boxes[index], places[index]];
    if (!box || !at) continue;
    each.offset = { x: at.x - box.x, y: at.y - box.y };
    each.marker.setOffset([each.offset.x, each.offset.y]);
  }
  thinNames(map);
  drawLines(map);
}

/** Hides the names that would cover a marker or another name; they show when pointed at, and stand in the lists in any case. */
function thinNames(map: MapLibre): void {
  const { left, top, right, bottom } = map.getContainer().getBoundingClientRect();
  const taken = [...placed.values()].map(({ marker }) => dotOf(marker.getElement()).getBoundingClientRect());
  for (const { marker } of placed.values()) {
    const element = marker.getElement();
    const name = element.querySelector(".marker-name")?.getBoundingClientRect();
    if (!name) continue;
    const fits = name.left >= left && name.right <= right && name.top >= top && name.bottom <= bottom;
    const free = fits && !taken.some((other) => covers(other, name));
    element.classList.toggle("marker-crowded", !free);
    if (free) taken.push(name);
  }
}

function dotOf(element: HTMLElement): Element {
  return element.querySelector(".marker-dot") ?? element;
}

function covers(a: DOMRect, b: DOMRect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** The room a marker takes: its own and that of a short name under it. */
function boxOf(map: MapLibre, marker: Marker): Box {
  const { x, y } = map.project(marker.getLngLat());
  const element = marker.getElement();
  const name = element.querySelector<HTMLElement>(".marker-name");
  const width = Math.max(element.offsetWidth, Math.min(name?.offsetWidth ?? 0, NAME_MAX));
  // The name hangs below the marker, so the box counts it on both sides to keep its middle.
  return { x, y, width, height: element.offsetHeight + 2 * (name?.offsetHeight ?? 0) };
}

function drawLines(map: MapLibre): void {
  for (const { marker, line, foot, offset } of placed.values()) {
    const { x, y } = map.project(marker.getLngLat());
    const far = Math.hypot(offset.x, offset.y) > LINE_MIN;
    line.setAttribute("x1", String(x));
    line.setAttribute("y1", String(y));
    line.setAttribute("x2", String(x + (far ? offset.x : 0)));
    line.setAttribute("y2", String(y + (far ? offset.y : 0)));
    foot.setAttribute("cx", String(x));
    foot.setAttribute("cy", String(y));
  }
}

function paint(link: HTMLElement, point: Point, place: HTMLElement): void {
  const sketch = point.sketch ? ` (${place.dataset.sketch ?? ""})` : "";
  link.classList.add("marker", `marker-${point.kind}`);
  for (const name of [...link.classList]) {
    if (/^(water-|air-|unknown)/.test(name)) link.classList.remove(name);
  }
  link.classList.add(point.slug);
  link.setAttribute("href", point.href);
  link.title = `${point.name} · ${point.label}\n${point.because}${sketch}`;
  const seen = [span("marker-dot", short(point.label)), span("marker-name", point.name)];
  for (const part of seen) part.setAttribute("aria-hidden", "true");
  link.replaceChildren(...seen, span("hidden-words", `${point.name}: ${point.label}${sketch}`));
}

/** The part of a label that fits into a marker: the class, or the number. */
function short(label: string): string {
  const word = /劣?[ⅠⅡⅢⅣⅤ]|\d+/.exec(label)?.[0];
  return word ?? "?";
}

function span(name: string, text: string): HTMLSpanElement {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

function nameDivisions(map: MapLibre, divisions: FeatureCollection): void {
  for (const feature of divisions.features) {
    const middle = labelPoint(feature);
    if (middle) names.push(...label(map, "map-division", nameOf(feature), middle));
  }
}

function nameWaters(map: MapLibre, waters: FeatureCollection): void {
  // One name for each water body, on its longest piece and without the words that tell the pieces apart.
  const longest = new Map<unknown, { name: string; line: Position[] }>();
  for (const feature of waters.features) {
    if (feature.geometry.type !== "LineString") continue;
    const body: unknown = feature.properties?.water_body ?? feature.id;
    const line = feature.geometry.coordinates;
    const name = nameOf(feature).replace(/\s*[（(,，].*$/, "");
    if (line.length > (longest.get(body)?.line.length ?? 0)) longest.set(body, { name, line });
  }
  for (const { name, line } of longest.values()) {
    const middle = line[Math.floor(line.length / 2)];
    if (middle) label(map, "map-river", name, [middle[0] ?? 0, middle[1] ?? 0]);
  }
}

function label(map: MapLibre, name: string, text: string, at: [number, number]): Marker[] {
  if (!text) return [];
  const element = span(name, text);
  element.setAttribute("aria-hidden", "true");
  return [new Marker({ element, anchor: "center" }).setLngLat(at).addTo(map)];
}

function nameOf(feature: Feature): string {
  const english = document.documentElement.lang === "en";
  const properties: Record<string, unknown> = feature.properties ?? {};
  const name = (english && properties.name_en) || properties.name;
  return typeof name === "string" ? name : "";
}

function labelPoint(feature: Feature): [number, number] | undefined {
  const given: unknown = feature.properties?.label;
  if (Array.isArray(given) && typeof given[0] === "number" && typeof given[1] === "number") return [given[0], given[1]];
  const bounds = new LngLatBounds();
  extend(bounds, feature.geometry);
  if (bounds.isEmpty()) return undefined;
  const middle = bounds.getCenter();
  return [middle.lng, middle.lat];
}

function boundsOf(divisions: FeatureCollection, points: Point[]): LngLatBounds {
  const bounds = new LngLatBounds();
  for (const feature of divisions.features) extend(bounds, feature.geometry);
  for (const point of points) bounds.extend(point.position);
  return bounds;
}

function extend(bounds: LngLatBounds, geometry: Geometry): void {
  if (geometry.type === "GeometryCollection") {
    for (const part of geometry.geometries) extend(bounds, part);
    return;
  }
  const visit = (place: unknown): void => {
    if (!Array.isArray(place)) return;
    if (typeof place[0] === "number" && typeof place[1] === "number") bounds.extend([place[0], place[1]]);
    else place.forEach(visit);
  };
  visit(geometry.coordinates);
}
