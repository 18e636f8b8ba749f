/** A button that copies a text and says so. It comes with the script, without which nothing can be copied. */
export function CopyText({ text, label, copied }: { text: string; label: string; copied: string }) {
  return (
    <button
      type="button"
      data-copy-text={text}
      data-copied={copied}
      hidden
      className="no-print mt-2 min-h-11 rounded-lg border border-edge px-3 text-sm hover:border-accent"
    >
      {label}
    </button>
  );
}
