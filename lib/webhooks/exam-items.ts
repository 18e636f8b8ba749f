import { reworded, signDelivery, signedWithNothing, strangersSecret, tellBoth, tellForged, tellPaid, unsigned } from './exam-deliveries.ts';
import type { Desk, Finding, Tried } from './exam-desk.ts';

export type ItemId =
  | 'good'
  | 'redirect'
  | 'duplicate'
  | 'out_of_order'
  | 'rotation'
  | 'at_once'
  | 'slow'
  | 'broken_off'
  | 'time_window'
  | 'wrong_signature'
  | 'unsigned'
  | 'altered'
  | 'raw_body'
  | 'huge'
  | 'quick';

/** One question of the exam; the answer says what was seen, and in a sentence what to mend. */
type Item = { id: ItemId; title: string; examine: (desk: Desk) => Promise<Finding> };

const hourMs = 3_600_000;

/** A question whose deliveries must all be taken. */
const mustAccept = (id: ItemId, title: string, mend: string, send: (desk: Desk) => Promise<Tried[]>): Item => ({
  id,
  title,
  examine: async (desk) => desk.accepted(await send(desk), mend),
});

/** A question whose deliveries must all be refused. */
const mustRefuse = (id: ItemId, title: string, mend: string, send: (desk: Desk) => Promise<Tried[]>): Item => ({
  id,
  title,
  examine: async (desk) => desk.refused(await send(desk), mend),
});

const taken: Item[] = [
  mustAccept(
    'duplicate',
    'the same delivery again is accepted',
    'Answer 2xx to what you have heard before, and do nothing else: anything but 2xx is sent again and again.',
    async (desk) => {
      const message = tellPaid(desk.tale());
      return [await desk.send('first', desk.signed(message)), await desk.send('again', desk.signed(message))];
    },
  ),
  mustAccept(
    'out_of_order',
    'the older of two after the newer one is accepted',
    'Answer 2xx to news that are older than what you know, and keep what you know: retries change the order.',
    async (desk) => {
      const [older, newer] = tellBoth(desk.tale());
      return [await desk.send('the newer one', desk.signed(newer)), await desk.send('then the older one', desk.signed(older))];
    },
  ),
  mustAccept(
    'rotation',
    'while the secret is changed, one right signature of two is enough',
    'Go through all signatures of the header, with each secret you have, and accept if any of them fits.',
    rotate,
  ),
  mustAccept('at_once', 'several at once are accepted', 'Take deliveries side by side: put each aside, answer, and do the work afterwards.', async (desk) => {
    const deliveries = Array.from({ length: desk.limits.atOnce }, () => desk.signed(tellPaid(desk.tale())));
    return Promise.all(deliveries.map((delivery, index) => desk.send(`number ${index + 1}`, delivery)));
  }),
  mustAccept(
    'slow',
    'one that arrives drop by drop is accepted',
    'Read the body to its end, as long as Content-Length says, and give it at least ten seconds.',
    async (desk) => [await desk.drip('over a slow connection', desk.signed(tellPaid(desk.tale())))],
  ),
  mustAccept(
    'broken_off',
    'one that breaks off half-way harms nothing',
    'Catch the error of a request that ends early: it must take nothing else with it.',
    async (desk) => {
      await desk.breakOff(desk.signed(tellPaid(desk.tale())));
      return [await desk.send('the next one', desk.signed(tellPaid(desk.tale())))];
    },
  ),
];

async function rotate(desk: Desk): Promise<Tried[]> {
  const { secret, previousSecret, format } = desk;
  const other = previousSecret ?? strangersSecret(format);
  const tried = [
    await desk.send('yours signed first', desk.signed(tellPaid(desk.tale()), [secret, other])),
    await desk.send('yours signed last', desk.signed(tellPaid(desk.tale()), [strangersSecret(format), secret])),
  ];
  if (previousSecret === undefined) return tried;
  return [...tried, await desk.send('signed with the previous secret alone', desk.signed(tellPaid(desk.tale()), [previousSecret]))];
}

const refused: Item[] = [
  mustRefuse(
    'time_window',
    'old ones, and ones from the future, are refused',
    'Refuse a signature whose time is more than five minutes from now, either way: who once saw a delivery could send it again for ever.',
    async (desk) => [
      await desk.send('an hour old', desk.signedAt(new Date(desk.now().getTime() - hourMs))),
      await desk.send('an hour ahead', desk.signedAt(new Date(desk.now().getTime() + hourMs))),
    ],
  ),
  mustRefuse(
    'wrong_signature',
    'a signature made with another secret is refused',
    'Compute the signature with your secret, compare in constant time, and refuse what differs.',
    async (desk) => [await desk.send('signed by a stranger', desk.signed(tellPaid(desk.tale()), [strangersSecret(desk.format)]))],
  ),
  mustRefuse('unsigned', 'what is not signed is refused', 'Refuse a delivery without a signature: anybody can send one.', async (desk) => {
    const signed = desk.signed(tellPaid(desk.tale()));
    return [
      await desk.send('without the header', unsigned(signed)),
      await desk.send('with an empty signature', signedWithNothing(signed, desk.format, desk.now())),
    ];
  }),
  mustRefuse('altered', 'a body that was altered after signing is refused', 'Put the whole body into what you compute the signature of.', async (desk) => {
    const { genuine, forged } = tellForged(desk.tale());
    return [await desk.send('with another amount', { ...desk.signed(genuine), body: Buffer.from(forged.body) })];
  }),
  mustRefuse(
    'raw_body',
    'the signature is checked over the bytes that came',
    'Take the raw body, before anything parses it: what was parsed and written again is another text.',
    async (desk) => {
      const message = tellPaid(desk.tale());
      return [await desk.send('same meaning, other bytes', { ...desk.signed(message), body: Buffer.from(reworded(message, desk.format).body) })];
    },
  ),
];

const huge: Item = {
  id: 'huge',
  title: 'a huge body is taken or refused with 413, and harms nothing',
  examine: async (desk) => {
    const { hugeBytes } = desk.limits;
    const mend = 'Bound what you read (1 MB is plenty), answer 413 beyond it before you close the connection, and go on serving.';
    const delivery = signDelivery(tellPaid(desk.tale(), hugeBytes), desk.format, desk.now(), [desk.secret]);
    const big = await desk.send(`${Math.round(hugeBytes / 1e6)} MB`, delivery, { isTimed: false });
    const next = await desk.send('the next one', desk.signed(tellPaid(desk.tale())));
    const after = desk.accepted([big, next], mend);
    return big.answer.status === 413 ? { ...desk.accepted([next], mend), seen: after.seen } : after;
  },
};

const quick: Item = { id: 'quick', title: 'answers come in time', examine: async (desk) => desk.quick() };

/** What is asked of a receiver that takes a good delivery: first what must be taken, then what must not, the harshest last. */
export const items: readonly Item[] = [...taken, ...refused, huge, quick];
