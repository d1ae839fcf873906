// Colours come from the style sheet, so that map, charts and tables agree in light and dark.

/** The value of a custom property of the page. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The colour of a rank's class name, e.g. `water-2`. */
export function rankColour(slug: string): string {
  return colour(`--${slug}`) || colour("--unknown");
}

/** Calls back when the visitor switches between light and dark. */
export function onSchemeChange(act: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", act);
}
