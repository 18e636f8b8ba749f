type CodeBlockProps = { label: string; text: string; name?: string };

/** Code that can be read by keyboard and copied. `name` lets the page's script find it. */
export function CodeBlock({ label, text, name }: CodeBlockProps) {
  return (
    <figure className="overflow-hidden rounded-xl border border-hairline bg-sunken">
      <figcaption className="flex items-center justify-between gap-2 border-hairline border-b px-3 py-1.5 text-quiet text-xs">
        <span>{label}</span>
        <button type="button" hidden data-copy-code className="rounded px-2 py-1 font-medium text-accent hover:underline">
          Copy
        </button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre tabIndex={0} {...(name && { 'data-code': name })} className="max-h-96 overflow-auto whitespace-pre px-3 py-2.5 font-mono text-xs leading-relaxed">
        {text}
      </pre>
    </figure>
  );
}
