import { a4Poster } from '../posters/a4-poster.ts';
import { tableTent } from '../posters/table-tent.ts';
import { drawReceipt } from '../receipts/draw-receipt.ts';

/** Everything that is printed, each from facts that can be sent to a thread. */
const prints = { receipt: drawReceipt, poster: a4Poster, tent: tableTent } as const;

type Prints = typeof prints;

/** One document to print: its kind, and what it says. */
export type PrintJob = { [K in keyof Prints]: { kind: K; facts: Parameters<Prints[K]>[0] } }[keyof Prints];

/** Draws it in this thread, which it holds for as long as that takes. */
export async function drawn(job: PrintJob): Promise<Uint8Array<ArrayBuffer>> {
  switch (job.kind) {
    case 'receipt':
      return prints.receipt(job.facts);
    case 'poster':
      return prints.poster(job.facts);
    case 'tent':
      return prints.tent(job.facts);
  }
}
