/** The merchant's first letter on a tile, where a logo would stand. Decoration: the name is beside it. */
export function Monogram({ name }: { name: string }) {
  const [first] = new Intl.Segmenter().segment(name.trim());
  return (
    <span
      aria-hidden="true"
      className="flex size-11 shrink-0 select-none items-center justify-center overflow-hidden rounded-xl bg-accent-soft font-semibold text-accent text-lg"
    >
      {first?.segment.toLocaleUpperCase()}
    </span>
  );
}
