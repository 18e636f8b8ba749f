/** Shows `[data-copy]`, which copies the page's address without query and fragment and says so with its `data-copied`. */
export function offerCopy(): void {
  const button = document.querySelector<HTMLElement>('button[data-copy]');
  if (!button) return;
  button.hidden = false;
  button.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    if (await copy(location.origin + location.pathname)) button.textContent = button.dataset.copied ?? '';
  });
}

/** Browsers inside apps, and all on plain http, may refuse the clipboard; the old way asks nobody. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand('copy');
    field.remove();
    return isCopied;
  }
}
