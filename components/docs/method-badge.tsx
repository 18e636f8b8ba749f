const looks: Readonly<Record<string, string>> = {
  GET: 'bg-accent-soft text-accent',
  POST: 'bg-good-soft text-good',
  PUT: 'bg-warn-soft text-warn',
  PATCH: 'bg-warn-soft text-warn',
  DELETE: 'bg-bad-soft text-bad',
};

export function MethodBadge({ method }: { method: string }) {
  return (
    <span className={`inline-block shrink-0 rounded px-1.5 py-0.5 font-mono font-semibold text-[0.6875rem] leading-none ${looks[method] ?? looks.GET}`}>
      {method}
    </span>
  );
}
