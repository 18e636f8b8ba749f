import type { ReactNode } from 'react';
import { Glyph } from './glyph.tsx';

type NoticePanelProps = { tone: 'bad' | 'warn' | 'plain'; heading?: string; children: ReactNode };

const tones = { bad: 'bg-bad-soft text-bad', warn: 'bg-warn-soft text-warn', plain: 'bg-accent-soft text-ink' } as const;

/** What the customer must know before anything else on the page: it is read out, and takes the focus, without script too. */
export function NoticePanel({ tone, heading, children }: NoticePanelProps) {
  return (
    // biome-ignore lint/a11y/noAutofocus: the page was loaded to tell this
    <div role="alert" tabIndex={-1} autoFocus className={`mb-4 flex gap-3 rounded-2xl p-4 ${tones[tone]}`}>
      <Glyph name="alert" />
      <div className="min-w-0">
        {heading !== undefined && <h2 className="font-semibold">{heading}</h2>}
        {children}
      </div>
    </div>
  );
}
