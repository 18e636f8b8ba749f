/** Draws a page anew after `body[data-reload]` seconds: for pages that wait where there is no status to ask. */
export function reloadLater(): void {
  const seconds = Number(document.body.dataset.reload);
  if (seconds > 0) setTimeout(() => location.reload(), seconds * 1000);
}
