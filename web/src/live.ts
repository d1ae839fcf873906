// Listens for "something new was received" and passes it on as an event that the live parts of the page wait for.

const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;

/** Told to the body; `hx-trigger="bishui:changed from:body"` and the islands listen to it. */
export const CHANGED = "bishui:changed";

/** Opens the stream when the page has a live part; a closed stream is opened again, each time a little later. */
export function listen(): void {
  if (!document.getElementById("live")) return;
  let retry = FIRST_RETRY_MS;
  let missed = false;

  const tell = (): void => {
    // A page nobody looks at waits until somebody does.
    missed = document.hidden;
    if (!missed) document.body.dispatchEvent(new CustomEvent(CHANGED));
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && missed) tell();
  });

  const open = (): void => {
    const source = new EventSource("/events");
    source.addEventListener("changed", tell);
    source.addEventListener("open", () => {
      retry = FIRST_RETRY_MS;
      document.documentElement.dataset.live = "open";
    });
    source.addEventListener("error", () => {
      delete document.documentElement.dataset.live;
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(open, retry);
      retry = Math.min(retry * 2, LONGEST_RETRY_MS);
    });
  };
  open();
}
