/** Shows `[data-offline]` while the browser has no connection. */
export function showOffline(): void {
  const banner = document.querySelector<HTMLElement>('[data-offline]');
  if (!banner) return;
  const show = () => {
    banner.hidden = navigator.onLine;
  };
  show();
  for (const change of ['online', 'offline']) addEventListener(change, show);
}
