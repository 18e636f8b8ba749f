import { type ExamOrder, type Format, type Message, signDelivery, type Tale, tellPaid } from './exam-deliveries.ts';
import { type Answer, type Delivery, sendDelivery } from './exam-send.ts';

export type Limits = {
  /** An answer must come within it: the product waits no longer. */
  answerMs: number;
  /** An answer within it is praised. */
  praiseMs: number;
  /** How long the exam itself waits, to tell late from never. */
  waitMs: number;
  /** How long a dripping body takes. */
  dripMs: number;
  hugeBytes: number;
  atOnce: number;
};

export const usualLimits: Limits = { answerMs: 10_000, praiseMs: 2_000, waitMs: 15_000, dripMs: 3_000, hugeBytes: 10_000_000, atOnce: 10 };

/** Whom to examine, and with what. `clock` tells the time the deliveries are signed at. */
export type Candidate = {
  url: URL;
  format: Format;
  secret: string;
  previousSecret?: string;
  order: ExamOrder;
  /** For `success` and `failure` addresses, whose redirects carry the customer on. */
  mayRedirect: boolean;
  limits: Limits;
  clock: () => Date;
};

export type Tried = { label: string; answer: Answer };
export type Finding = { isPassed: boolean; seen: string; mend?: string; isGone?: boolean };

const dripPieces = 30;

/** What the questions of the exam share: how to sign, send and judge. */
export type Desk = ReturnType<typeof openDesk>;

/** Opens an exam of one receiver; it remembers how long each plain answer took. */
export function openDesk(candidate: Candidate) {
  const { url, format, secret, previousSecret, order, limits, clock } = candidate;
  const durationsMs: number[] = [];
  const tale = (): Tale => ({ format, order, at: clock() });
  const send = async (label: string, delivery: Delivery, { isTimed = true } = {}): Promise<Tried> => {
    const answer = await sendDelivery(url, delivery, limits.waitMs);
    if (isTimed && answer.status !== undefined) durationsMs.push(answer.durationMs);
    return { label, answer };
  };
  const wasTaken = ({ status }: Answer): boolean => isSuccess(status) || (candidate.mayRedirect && isRedirect(status));
  return {
    format,
    secret,
    previousSecret,
    limits,
    now: clock,
    tale,
    send,
    wasTaken,
    signed: (message: Message, secrets: readonly string[] = [secret]): Delivery => signDelivery(message, format, clock(), secrets),
    signedAt: (at: Date): Delivery => signDelivery(tellPaid(tale()), format, at, [secret]),
    drip: async (label: string, delivery: Delivery): Promise<Tried> => {
      const pieceBytes = Math.ceil(delivery.body.length / dripPieces);
      return { label, answer: await sendDelivery(url, delivery, limits.waitMs, { pieceBytes, pauseMs: limits.dripMs / dripPieces }) };
    },
    breakOff: async (delivery: Delivery): Promise<void> => {
      const half = Math.floor(delivery.body.length / 2);
      await sendDelivery(url, delivery, limits.waitMs, { pieceBytes: half, pauseMs: 50, cutAfterBytes: half });
    },
    accepted: (tried: readonly Tried[], mend: string): Finding => {
      const failing = tried.find(({ answer }) => !wasTaken(answer));
      return finding(tried, failing, mend);
    },
    refused: (tried: readonly Tried[], mend: string): Finding => {
      const failing = tried.find(({ answer }) => !isRefusal(answer.status));
      return finding(tried, failing, failing && !isSuccess(failing.answer.status) ? howToRefuse(failing.answer) : mend);
    },
    quick: (): Finding => judgeTime(Math.max(...durationsMs), limits),
  };
}

function finding(tried: readonly Tried[], failing: Tried | undefined, mend: string): Finding {
  const isGone = tried.some(({ answer }) => answer.isGone);
  return { isPassed: failing === undefined, seen: seenOf(tried), ...(failing && { mend }), ...(isGone && { isGone }) };
}

function judgeTime(slowestMs: number, { answerMs, praiseMs }: Limits): Finding {
  const seen = `the slowest took ${(slowestMs / 1000).toFixed(slowestMs < 100 ? 3 : 1)} s`;
  if (slowestMs <= praiseMs) return { isPassed: true, seen: `${seen}: well done` };
  if (slowestMs <= answerMs) return { isPassed: true, seen: `${seen}; ${answerMs / 1000} s are allowed, ${praiseMs / 1000} s are good` };
  return { isPassed: false, seen, mend: `Answer within ${answerMs / 1000} s: put the delivery aside, answer 2xx, and do the work afterwards.` };
}

const isSuccess = (status: number | undefined): boolean => status !== undefined && status >= 200 && status < 300;
export const isRedirect = (status: number | undefined): boolean => status !== undefined && status >= 300 && status < 400;
/** 410 tells us to stop for good, which no stranger should be able to cause. */
const isRefusal = (status: number | undefined): boolean => status !== undefined && status >= 400 && status < 500 && status !== 410;

function howToRefuse({ status }: Answer): string {
  if (status === undefined) return 'Answer 401 to what you do not believe, before you close the connection.';
  if (status === 410) return 'Answer 401 to what you do not believe: 410 says that nobody lives here any more, and deliveries stop.';
  if (isRedirect(status)) return 'Answer 401 to what you do not believe, and redirect nobody.';
  return 'Answer 401 to what you do not believe: a 5xx says that you failed, and asks for the same again.';
}

/** "first: 204; again: 500", or "10 answers of 204" where all say the same. */
function seenOf(tried: readonly Tried[]): string {
  const told = tried.map(({ answer }) => toldAnswer(answer));
  if (tried.length > 3 && new Set(told).size === 1) return `${tried.length} times ${told[0]}`;
  return tried.map(({ label }, index) => `${label}: ${told[index]}`).join('; ');
}

/** An answer in a few words; what the receiver wrote is cut and shown without control characters. */
export function toldAnswer({ status, location, error }: Answer): string {
  if (status === undefined) return error ?? 'no answer';
  return location === undefined ? String(status) : `${status} to ${location.replaceAll(/\p{Cc}/gu, '').slice(0, 100)}`;
}
