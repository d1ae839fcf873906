// The chart of a point: one item over time, each value in the colour of its class, and a strip with the judgement of each period.
// Unknown periods are gaps in the line and hatched in the strip; they are never drawn as zero.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, DataZoomComponent, GridComponent, TooltipComponent } from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

import { CHANGED } from "./live";
import { colour, onSchemeChange, rankColour } from "./palette";

use([LineChart, BarChart, GridComponent, TooltipComponent, DataZoomComponent, AriaComponent, CanvasRenderer]);

interface Item {
  item: string;
  name: string;
  unit: string;
  values: (number | null)[];
  texts: string[];
  slugs: string[];
}

interface Series {
  title: string;
  labels: string[];
  marks: { label: string; slug: string }[];
  items: Item[];
}

/** Periods that are in view before the visitor zooms out. */
const PERIODS_IN_VIEW = 240;

/** Draws the chart of the series that `place` names. */
export function mount(place: HTMLElement): void {
  const address = place.dataset.series;
  if (!address) return;
  const chooser = document.createElement("div");
  chooser.className = "chooser";
  chooser.setAttribute("role", "group");
  chooser.setAttribute("aria-label", place.dataset.items ?? "");
  const canvas = document.createElement("div");
  canvas.className = "chart-canvas";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", place.dataset.label ?? "");
  place.append(chooser, canvas);

  let chosen: string | undefined;
  let series: Series | undefined;
  const chart = init(canvas);
  const draw = (): void => {
    if (!series) return;
    const item = series.items.find((each) => each.item === chosen) ?? series.items.find(isJudged) ?? series.items.find(hasValues) ?? series.items[0];
    chosen = item?.item;
    buttons(chooser, series, chosen, (next) => {
      chosen = next;
      draw();
    });
    if (item) paint(chart, series, item, place);
  };
  const load = async (): Promise<void> => {
    const answer = await fetch(address);
    if (!answer.ok) return;
    series = (await answer.json()) as Series;
    draw();
  };
  void load();
  document.body.addEventListener(CHANGED, () => void load());
  onSchemeChange(draw);
  new ResizeObserver(() => chart.resize()).observe(canvas);
}

function hasValues(item: Item): boolean {
  return item.values.some((value) => value !== null);
}

/** True for items that have a class of their own: they are what the judgement rests on. */
function isJudged(item: Item): boolean {
  return item.slugs.some((slug) => slug !== "unknown");
}

function buttons(chooser: HTMLElement, series: Series, chosen: string | undefined, choose: (item: string) => void): void {
  if (chooser.childElementCount !== series.items.length) {
    chooser.replaceChildren(
      ...series.items.map((item) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = item.name;
        button.dataset.item = item.item;
        button.addEventListener("click", () => choose(item.item));
        return button;
      }),
    );
  }
  for (const button of chooser.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.item === chosen));
  }
}

function paint(chart: EChartsType, series: Series, item: Item, place: HTMLElement): void {
  const words = colour("--ink-2");
  const line = colour("--line");
  const start = Math.max(0, 100 - (100 * PERIODS_IN_VIEW) / Math.max(series.labels.length, 1));
  const time = { type: "category" as const, data: series.labels, axisTick: { show: false } };
  chart.setOption(
    {
      animation: false,
      aria: { enabled: false },
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: [
        { left: 52, right: 16, top: 34, bottom: 86 },
        { left: 52, right: 16, height: 16, bottom: 42 },
      ],
      xAxis: [
        { ...time, gridIndex: 0, axisLabel: { show: false }, axisLine: { lineStyle: { color: line } }, boundaryGap: true },
        {
          ...time,
          gridIndex: 1,
          axisLine: { show: false },
          axisLabel: { color: words, hideOverlap: true, margin: 6, fontSize: 11, formatter: shortTime },
        },
      ],
      yAxis: [
        {
          gridIndex: 0,
          scale: true,
          name: item.unit ? `${item.name}  ${item.unit}` : item.name,
          nameTextStyle: { color: words, align: "left", padding: [0, 0, 4, -40] },
          axisLabel: { color: words },
          splitLine: { lineStyle: { color: line } },
        },
        { gridIndex: 1, show: false, min: 0, max: 1 },
      ],
      dataZoom: [
        { type: "inside", xAxisIndex: [0, 1], start, end: 100, zoomOnMouseWheel: "ctrl" },
        {
          type: "slider",
          xAxisIndex: [0, 1],
          start,
          end: 100,
          height: 16,
          bottom: 6,
          borderColor: line,
          fillerColor: colour("--wash"),
          textStyle: { color: words },
          showDetail: false,
          brushSelect: false,
        },
      ],
      tooltip: {
        trigger: "axis",
        renderMode: "html",
        appendTo: "body",
        className: "chart-tip",
        backgroundColor: colour("--card"),
        borderColor: line,
        textStyle: { color: colour("--ink") },
        axisPointer: { type: "line", lineStyle: { color: colour("--ink-3") } },
        formatter: (points: unknown) => tip(points, series, item, place),
      },
      series: [
        {
          type: "line",
          xAxisIndex: 0,
          yAxisIndex: 0,
          connectNulls: false,
          showSymbol: true,
          showAllSymbol: true,
          symbol: "circle",
          symbolSize: 6,
          lineStyle: { color: colour("--ink-3"), width: 1.4 },
          data: item.values.map((value, index) => ({
            value: value ?? "-",
            itemStyle: { color: dotColour(item.slugs[index]), borderColor: colour("--mark-edge"), borderWidth: 0.8 },
          })),
        },
        {
          type: "bar",
          xAxisIndex: 1,
          yAxisIndex: 1,
          barCategoryGap: "0%",
          barGap: "0%",
          data: series.marks.map((mark) => ({ value: 1, itemStyle: { color: rankColour(mark.slug), ...hatch(mark.slug) } })),
        },
      ],
    },
    { notMerge: false },
  );
}

/** Items that the standard gives no class, such as temperature, are drawn plain; grey would say that something is missing. */
function dotColour(slug: string | undefined): string {
  return slug === undefined || slug === "unknown" ? colour("--water") : rankColour(slug);
}

function hatch(slug: string): object {
  if (slug !== "unknown") return {};
  return { decal: { symbol: "rect", color: colour("--unknown-line"), dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4 } };
}

function shortTime(label: string): string {
  return label.replace(/^\d{4}-/, "").replace(/–.*$/, "");
}

/** The words beside the pointer, as elements: the page's policy forbids style attributes in text. */
function tip(points: unknown, series: Series, item: Item, place: HTMLElement): HTMLElement {
  const first = Array.isArray(points) ? (points[0] as { dataIndex?: number } | undefined) : undefined;
  const index = first?.dataIndex ?? 0;
  const box = document.createElement("div");
  const add = (name: string, words: string): void => {
    const row = document.createElement("p");
    row.className = name;
    row.textContent = words;
    box.append(row);
  };
  add("tip-time", series.labels[index] ?? "");
  const known = item.values[index] !== null;
  add("tip-value", `${item.name} ${item.texts[index] ?? place.dataset.unknown ?? ""}${known ? ` ${item.unit}` : ""}`);
  add("tip-mark", `${place.dataset.marks ?? ""} ${series.marks[index]?.label ?? place.dataset.unknown ?? ""}`);
  return box;
}
