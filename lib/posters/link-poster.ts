import { domainToUnicode } from 'node:url';
import { now } from '../clock.ts';
import { env } from '../env.ts';
import type { FileAnswer } from '../http/endpoint.ts';
import type { QueryOf } from '../http/query.ts';
import { pageLanguage } from '../i18n/page-language.ts';
import { posterWords } from '../i18n/poster-words.ts';
import type { posterContract } from '../links/print-contract.ts';
import { type PrintableLink, printableLink } from '../links/printable-link.ts';
import { shortCodeOf } from '../links/short-code.ts';
import type { Principal } from '../merchants/principal.ts';
import { isOfKnownScripts } from '../print/faces.ts';
import { print } from '../print/print-desk.ts';
import { plainStyle } from '../qr/drawing.ts';
import { inDrawingTurn } from '../qr/drawing-desk.ts';
import { checkedQr } from '../qr/self-check.ts';
import { Configuration, Order } from '../sessions/contract.ts';
import { priceOrder } from '../sessions/order.ts';
import type { Poster } from './poster.ts';

type Asked = { principal: Principal; params: { linkId: string }; query: QueryOf<typeof posterContract.query>; request: Request };

/** Paper on a counter gets dirty: a quarter of the code may, unless its address is too long for that. */
const style = { ...plainStyle, level: 'Q' } as const;

/** Vectors have no pixels; as many as any file here. */
const anyPixels = 4000;

/** The page to put up for a link: `format` A4 is a poster, A6 a table tent. Who waits to be printed keeps nobody's code from being drawn. */
export async function linkPoster({ principal, params, query, request }: Asked): Promise<FileAnswer> {
  const facts = await inDrawingTurn(async () => posterOf(await printableLink(principal, params.linkId), query.amount === 'true'));
  const turn = { merchantId: principal.merchantId, for: 'page', signal: request.signal } as const;
  return { type: 'application/pdf', body: await print({ kind: query.format === 'A6' ? 'tent' : 'poster', facts }, turn) };
}

async function posterOf({ address, session, ...link }: PrintableLink, showsAmount: boolean): Promise<Poster> {
  const order = priceOrder(Order.parse(session.order));
  const merchant = session.merchant.name;
  const { orderId } = order;
  const language = pageLanguage({ configured: Configuration.parse(session.configuration).language });
  return {
    merchant,
    amount: showsAmount ? language.money(order.amount) : undefined,
    orderId,
    host: hostText(new URL(address)),
    // Printed once it was made: reading makes none.
    ...(link.shortCodeHash && { shortCode: shortCodeOf(link.id, link.keyVersion).toUpperCase() }),
    typedAt: `${hostText(new URL(env().PUBLIC_URL))}/p`,
    code: await checkedQr(address, style, anyPixels, { isLevelNamed: false, canChange: [] }),
    words: posterWords(language, { merchant, orderId }),
    language: language.tag,
    direction: language.direction,
    isTest: env().MODE === 'test',
    createdAt: now(),
  };
}

/** The host as a phone shows it: in its own letters where there is a font for them. */
function hostText({ host, hostname }: URL): string {
  const own = host.replace(hostname, domainToUnicode(hostname) || hostname);
  return isOfKnownScripts(own) ? own : host;
}
