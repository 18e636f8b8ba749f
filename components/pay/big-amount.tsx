/** Sizes by the amount's length, in hundredths of the room it has, so that it stays on one line. */
const sizes = [
  { upTo: 8, size: 'text-[clamp(2rem,18.5cqi,3.5rem)]' },
  { upTo: 10, size: 'text-[clamp(1.75rem,15.5cqi,3.5rem)]' },
  { upTo: 13, size: 'text-[clamp(1.5rem,12.6cqi,3.25rem)]' },
  { upTo: 16, size: 'text-[clamp(1.25rem,10cqi,2.75rem)]' },
  { upTo: Number.POSITIVE_INFINITY, size: 'text-[clamp(1.125rem,6.6cqi,2.25rem)]' },
];

/** The amount a page is about: the largest thing on it. */
export function BigAmount({ children }: { children: string }) {
  const size = sizes.find(({ upTo }) => children.length <= upTo)?.size ?? '';
  return (
    <div className="@container mt-4">
      <p className={`big-amount amount font-semibold text-ink leading-tight tracking-tight ${size}`}>
        <bdi>{children}</bdi>
      </p>
    </div>
  );
}
