import type { ReactNode } from 'react';
import { Card } from './card.tsx';
import { Glyph, type GlyphName } from './glyph.tsx';

type StatusSheetProps = {
  mark: GlyphName | 'waiting';
  tone?: 'good' | 'bad' | 'plain';
  heading: ReactNode;
  /** The page may have replaced itself to tell this: the heading takes the focus, without script too. */
  isNews?: boolean;
  children: ReactNode;
};

const tones = { good: 'bg-good-soft text-good', bad: 'bg-bad-soft text-bad', plain: 'bg-accent-soft text-accent' } as const;

/** One message on a page of its own: where things stand, and what to do next. */
export function StatusSheet({ mark, tone = 'plain', heading, isNews = true, children }: StatusSheetProps) {
  return (
    <Card className="text-center">
      <span className={`no-print mx-auto mb-4 flex size-14 items-center justify-center rounded-full ${tones[tone]}`}>
        {mark === 'waiting' ? <WaitingDots /> : <Glyph name={mark} size={28} />}
      </span>
      {/* biome-ignore lint/a11y/noAutofocus: the page was loaded to tell this */}
      <h1 tabIndex={-1} autoFocus={isNews} className="text-balance font-semibold text-2xl leading-tight">
        {heading}
      </h1>
      <div className="mt-3 text-balance text-quiet">{children}</div>
    </Card>
  );
}

function WaitingDots() {
  return (
    <svg aria-hidden="true" width="28" height="28" viewBox="0 0 24 24" fill="currentColor">
      <circle className="waiting-dot" cx="5" cy="12" r="2.2" />
      <circle className="waiting-dot" cx="12" cy="12" r="2.2" />
      <circle className="waiting-dot" cx="19" cy="12" r="2.2" />
    </svg>
  );
}
