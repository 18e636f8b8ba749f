/** Shows `[data-print]`, which prints the page. */
export function offerPrint(): void {
  const button = document.querySelector<HTMLElement>('button[data-print]');
  if (!button) return;
  button.hidden = false;
  button.addEventListener('click', () => print());
}
