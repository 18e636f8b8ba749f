import type { ReactNode } from 'react';
import { Glyph } from '../glyph.tsx';

type NoticePanelProps = { tone: 'bad' | 'warn'; heading?: string; children: ReactNode };

const tones = { bad: 'bg-bad-soft text-bad', warn: 'bg-warn-soft text-warn' } as const;

/** What the customer must know before anything else on the page; read out at once. */
export function NoticePanel({ tone, heading, children }: NoticePanelProps) {
  return (
    <div role="alert" className={`mb-4 flex gap-3 rounded-2xl p-4 ${tones[tone]}`}>
      <Glyph name="alert" />
      <div className="min-w-0">
        {heading !== undefined && <h2 className="font-semibold">{heading}</h2>}
        {children}
      </div>
    </div>
  );
}
