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

const markers = new Map<string, Marker>();

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
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.getCanvas().setAttribute("aria-label", place.dataset.mapLabel ?? "");
  nameDivisions(map, divisions);
  nameWaters(map, waters);
  showPoints(map, place, points);
  document.body.addEventListener(CHANGED, () => void refresh(map, place));
  onSchemeChange(() => map.setStyle(style(divisions, waters)));
}

async function refresh(map: MapLibre, place: HTMLElement): Promise<void> {
  showPoints(map, place, await read<Point[]>("/map/points.json"));
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

function showPoints(map: MapLibre, place: HTMLElement, points: Point[]): void {
  for (const point of points) {
    const known = markers.get(point.id);
    if (known) {
      paint(known.getElement(), point, place);
      continue;
    }
    const link = document.createElement("a");
    paint(link, point, place);
    markers.set(point.id, new Marker({ element: link, anchor: "center" }).setLngLat(point.position).addTo(map));
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
  link.setAttribute("aria-label", `${point.name}: ${point.label}${sketch}`);
  link.title = `${point.name} · ${point.label}\n${point.because}${sketch}`;
  link.replaceChildren(span("marker-dot", short(point.label)), span("marker-name", point.name));
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
    if (middle) label(map, "map-division", nameOf(feature), middle);
  }
}

function nameWaters(map: MapLibre, waters: FeatureCollection): void {
  // One name for each river, on its longest piece.
  const longest = new Map<string, Position[]>();
  for (const feature of waters.features) {
    if (feature.geometry.type !== "LineString") continue;
    const name = nameOf(feature);
    const line = feature.geometry.coordinates;
    if (name && line.length > (longest.get(name)?.length ?? 0)) longest.set(name, line);
  }
  for (const [name, line] of longest) {
    const middle = line[Math.floor(line.length / 2)];
    if (middle) label(map, "map-river", name, [middle[0] ?? 0, middle[1] ?? 0]);
  }
}

function label(map: MapLibre, name: string, text: string, at: [number, number]): void {
  if (!text) return;
  const element = span(name, text);
  element.setAttribute("aria-hidden", "true");
  new Marker({ element, anchor: "center" }).setLngLat(at).addTo(map);
}

function nameOf(feature: Feature): string {
  const english = document.documentElement.lang === "en";
  const properties: Record<string, unknown> = feature.properties ?? {};
  const name = (english && properties.name_en) || properties.name;
  return typeof name === "string" ? name : "";
}

function labelPoint(feature: Feature): [number, number] | undefined {
  const { lon, lat } = (feature.properties ?? {}) as Record<string, unknown>;
  if (typeof lon === "number" && typeof lat === "number") return [lon, lat];
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
