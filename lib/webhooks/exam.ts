import { tellPaid } from './exam-deliveries.ts';
import { type Candidate, type Desk, type Finding, isRedirect, openDesk, toldAnswer } from './exam-desk.ts';
import { type ItemId, items } from './exam-items.ts';
import type { Answer } from './exam-send.ts';

export type Mark = 'passed' | 'to_mend' | 'not_tried';
export type CardLine = { id: ItemId; title: string; mark: Mark; seen: string; mend?: string };
export type ReportCard = { url: string; format: Candidate['format']; isPassed: boolean; lines: CardLine[] };

/**
 * Puts a receiver through every question and answers its report card; `onLine` hears each line as it is known.
 * Sends some forty deliveries to the address, forged ones among them. Never throws for what a receiver does.
 */
export async function examine(candidate: Candidate, onLine: (line: CardLine) => void = () => undefined): Promise<ReportCard> {
  const desk = openDesk(candidate);
  const lines: CardLine[] = [];
  const add = (line: CardLine): void => {
    lines.push(line);
    onLine(line);
  };
  const { answer } = await desk.send('', desk.signed(tellPaid(desk.tale())));
  for (const line of firstLines(desk, answer)) add(line);
  let untold = desk.wasTaken(answer) ? undefined : 'asked once a good delivery is accepted';
  for (const { id, title, examine: ask } of items) {
    if (untold !== undefined) {
      add({ id, title, mark: 'not_tried', seen: untold });
      continue;
    }
    const found = await ask(desk);
    add(lineOf(id, title, found));
    if (found.isGone) untold = `nothing listens any more since: ${title}`;
  }
  return { url: candidate.url.href, format: candidate.format, isPassed: lines.every(({ mark }) => mark === 'passed'), lines };
}

const lineOf = (id: ItemId, title: string, { isPassed, seen, mend }: Finding): CardLine => ({
  id,
  title,
  mark: isPassed ? 'passed' : 'to_mend',
  seen,
  ...(mend !== undefined && { mend }),
});

/** The first delivery answers two questions: is it taken, and here. */
function firstLines(desk: Desk, answer: Answer): CardLine[] {
  const good = { id: 'good', title: 'a good delivery is accepted' } as const;
  const redirect = { id: 'redirect', title: 'it is answered here, without a redirect' } as const;
  const seen = toldAnswer(answer);
  const passed = (line: typeof good | typeof redirect): CardLine => ({ ...line, mark: 'passed', seen });
  if (desk.wasTaken(answer)) return [passed(good), passed(redirect)];
  if (isRedirect(answer.status)) {
    const mend = 'Answer 2xx at this very address, or give the address it leads to: no redirect is followed.';
    return [
      { ...good, mark: 'not_tried', seen },
      { ...redirect, mark: 'to_mend', seen, mend },
    ];
  }
  return [
    { ...good, mark: 'to_mend', seen, mend: howToAccept(answer) },
    { ...redirect, mark: 'not_tried', seen },
  ];
}

function howToAccept({ status, isGone }: Answer): string {
  if (isGone) return 'Start the receiver, and give the address it listens at.';
  if (status === undefined) return 'Answer 2xx as soon as the delivery is put aside; nothing may come before the answer.';
  if (status === 404 || status === 405) return 'Give the address that takes POST.';
  if (status < 500) return 'Give the secret that the receiver has (--secret), have it compute over the raw bytes of the body, and see that its clock is right.';
  return 'See what the log of the receiver says: it failed at a delivery that is well formed and rightly signed.';
}
