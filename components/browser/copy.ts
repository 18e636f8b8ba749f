/** Shows `[data-copy]`, which copies the page's address without query and fragment, and each `[data-copy-text]`, which copies its text. */
export function offerCopy(): void {
  for (const button of document.querySelectorAll<HTMLElement>('button[data-copy]')) offer(button, () => location.origin + location.pathname);
  for (const button of document.querySelectorAll<HTMLElement>('button[data-copy-text]')) offer(button, () => button.dataset.copyText ?? '');
}

/** The button says with its `data-copied` that it did. */
function offer(button: HTMLElement, text: () => string): void {
  button.hidden = false;
  button.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    if (await copy(text())) button.textContent = button.dataset.copied ?? '';
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
