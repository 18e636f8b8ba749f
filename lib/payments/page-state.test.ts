import { expect, test } from '@playwright/test';
import { endOfCoolDown, type LatestTry, minutesUntil, type PageFacts, type PageState, pageState } from './page-state.ts';

const minute = 60_000;
const at = (minutes: number, ms = 0): Date => new Date(1_800_000_000_000 + minutes * minute + ms);
const method = { identifier: 'MobilePay', name: 'MobilePay' };

/** A link valid from minute 0 to 100 and active for 10 once opened, looked at in minute 5. */
const link = {
  validUntil: at(100),
  openedAt: null,
  activationMinutes: 10,
  extensions: 0,
  extendable: true,
  revokedAt: null,
  revokedReason: null,
  joinedScreens: [] as string[],
};
const session = { status: 'open', revision: 3, holderPaymentId: null, settledByPaymentId: null } as const;
const noTries = { tenthLastAt: null, thirtiethLastAt: null };
const quiet: PageFacts = { link, session, isDisabled: false, latest: undefined, isPaidThroughLink: false, isUnderWayThroughLink: false, tries: noTries };

const opened = { ...link, openedAt: at(1) };
const lapsed = { ...link, openedAt: at(-20) };
const worn = { ...link, validUntil: at(4) };
const replaced = { ...link, revokedAt: at(2), revokedReason: 'replaced' } as const;
const revoked = { ...link, revokedAt: at(2), revokedReason: 'cancelled' } as const;
const held = { ...session, holderPaymentId: 'payment-1' };
const paid = { ...session, status: 'paid', holderPaymentId: 'payment-1', settledByPaymentId: 'payment-1' } as const;
const pending = { ...session, status: 'pending' } as const;
const expired = { ...session, status: 'expired' } as const;
const cancelled = { ...session, status: 'cancelled' } as const;

/** A try of the present order that moved a minute before. */
const tried = (status: LatestTry['status'], given: Partial<LatestTry> = {}): { latest: LatestTry } => ({
  latest: {
    id: '0198-aaaaaaaa',
    status,
    failureCode: null,
    failureMessage: null,
    changedAt: at(4),
    revision: 3,
    isSurplus: false,
    cameThroughLink: true,
    method,
    ...given,
  },
});

const stateAt = (given: Partial<PageFacts>, when = at(5)): PageState => pageState({ ...quiet, ...given }, when);

const states: [what: string, given: Partial<PageFacts>, state: PageState['state']][] = [
  ['a link nobody opened', {}, 'open'],
  ['a link somebody opened', { link: opened }, 'open'],
  ['a link whose validity ended', { link: worn }, 'expired'],
  ['a link whose time after opening ended', { link: lapsed }, 'expired'],
  ['a session that expired', { session: expired }, 'expired'],
  ['a link that a newer one replaced', { link: replaced }, 'replaced'],
  ['a link that was cancelled', { link: revoked }, 'cancelled'],
  ['a session that was cancelled', { session: cancelled }, 'cancelled'],
  ['a cancelled session, by a replaced link', { session: cancelled, link: replaced }, 'cancelled'],
  ['a paid session', { session: paid }, 'paid'],
  ['a paid session, whatever became of the link’s time', { session: paid, link: worn }, 'paid'],
  ['a paid session, by a replaced link it was paid through', { session: paid, link: replaced, isPaidThroughLink: true }, 'paid'],
  ['a paid session, by a cancelled link it was paid through', { session: paid, link: revoked, isPaidThroughLink: true }, 'paid'],
  ['a paid session, by a replaced link it was not paid through', { session: paid, link: replaced }, 'replaced'],
  ['a replaced link whose payment is read before its session is', { link: replaced, isPaidThroughLink: true }, 'replaced'],
  ['a session whose bank decides later', { session: pending, link: worn }, 'pending'],
  ['a session that a payment holds', { session: held }, 'checking'],
  ['a held session whose link expired', { session: held, link: lapsed }, 'checking'],
  ['a held session, by a replaced link', { session: held, link: replaced }, 'replaced'],
  ['a held session, by a replaced link that the holder came by', { session: held, link: replaced, isUnderWayThroughLink: true }, 'checking'],
  ['a held session, by a cancelled link that the holder came by', { session: held, link: revoked, isUnderWayThroughLink: true }, 'checking'],
  ['a session whose bank decides later, by the cancelled link of that payment', { session: pending, link: revoked, isUnderWayThroughLink: true }, 'pending'],
  ['a merchant that was disabled', { isDisabled: true }, 'disabled'],
  ['a merchant that was disabled, by an expired link', { isDisabled: true, link: worn }, 'disabled'],
  ['a merchant that was disabled after the payment', { isDisabled: true, session: paid }, 'paid'],
  ['a merchant that was disabled while a payment holds', { isDisabled: true, session: held }, 'checking'],
  ['a merchant that was disabled while the bank decides', { isDisabled: true, session: pending }, 'pending'],
  ['an expired link whose money came too late', { link: lapsed, ...tried('released', { isSurplus: true }) }, 'surplus'],
  ['a cancelled link whose money came after that', { link: revoked, ...tried('authorized', { isSurplus: true }) }, 'surplus'],
  ['an expired link, when the late money came by another one', { link: lapsed, ...tried('released', { isSurplus: true, cameThroughLink: false }) }, 'expired'],
];

for (const [what, given, state] of states) {
  test(`${what} shows: ${state}`, () => {
    expect(stateAt(given)).toMatchObject({ state, version: expect.stringMatching(new RegExp(`^${state}(?:\\.|$)`)) });
  });
}

test('an expired page says for good whether it was the time after opening that ran out', () => {
  for (const [given, wasOpened] of [
    [lapsed, true],
    [worn, false],
    [{ ...worn, openedAt: at(3) }, false],
  ] as const)
    for (const when of [at(90), at(99), at(101), at(1_000)]) expect(stateAt({ link: given }, when)).toMatchObject({ state: 'expired', wasOpened });
});

test('a try begun in time is shown the way to its end within the grace, and not after it', () => {
  const unfinished = (when: Date, given: Partial<LatestTry> = {}) =>
    stateAt({ link: { ...worn, validUntil: at(4) }, ...tried('requires_action', { changedAt: at(3), ...given }) }, when);
  expect(unfinished(at(5))).toMatchObject({ state: 'expired', version: 'expired.aaaaaaaa', unfinished: { id: '0198-aaaaaaaa' } });
  expect(unfinished(at(33.5))).toMatchObject({ version: 'expired', unfinished: undefined });
  expect(unfinished(at(5), { cameThroughLink: false })).toMatchObject({ version: 'expired', unfinished: undefined });
});

const ends: [what: string, latest: { latest: LatestTry }, outcome: string | undefined][] = [
  ['declined', tried('failed', { failureCode: 'declined' }), 'declined'],
  ['declined for an earlier order', tried('failed', { revision: 2 }), 'declined'],
  ['cancelled by the customer', tried('cancelled'), 'cancelled'],
  ['open at the gateway', tried('requires_action'), 'unfinished'],
  ['open at the gateway for half an hour', tried('requires_action', { changedAt: at(-25) }), undefined],
  ['open at the gateway for an earlier order', tried('requires_action', { revision: 2 }), undefined],
  ['never at the gateway', tried('failed', { failureCode: 'gateway_unreachable' }), undefined],
  ['refused by the gateway', tried('failed', { failureCode: 'gateway_refused' }), undefined],
  ['abandoned', tried('failed', { failureCode: 'abandoned' }), undefined],
  ['surplus', tried('authorized', { isSurplus: true }), 'surplus'],
  ['surplus and given back', tried('released', { isSurplus: true }), 'surplus'],
  ['released by the gateway before we heard of it', tried('cancelled', { failureCode: 'released' }), undefined],
  ['just begun', tried('processing'), undefined],
];

for (const [what, latest, outcome] of ends) {
  test(`a last try that is ${what} is told as: ${outcome ?? 'nothing'}`, () => {
    const is = stateAt(latest);
    expect(is).toMatchObject({ state: 'open', version: outcome ? `open.3.${outcome}-aaaaaaaa` : 'open.3.none' });
    expect(is.state === 'open' && is.lastTry?.outcome).toBe(outcome);
  });
}

test('an unfinished try is told of for thirty minutes, to the millisecond', () => {
  expect(stateAt(tried('requires_action'), at(34, -1)).version).toBe('open.3.unfinished-aaaaaaaa');
  expect(stateAt(tried('requires_action'), at(34)).version).toBe('open.3.none');
});

/** What changes the version and with it the mark, what the mark alone, and what neither. */
const changes: [what: string, given: Partial<PageFacts>, is: 'another page' | 'another end' | 'the same'][] = [
  ['another order', { session: { ...session, revision: 4 } }, 'another page'],
  ['another try', tried('failed', { id: '0198-bbbbbbbb' }), 'another page'],
  ['another end of the try', tried('cancelled'), 'another page'],
  ['a cool-down', { tries: { tenthLastAt: at(0), thirtiethLastAt: null } }, 'another page'],
  ['an opening', { link: opened }, 'another end'],
  ['an extension', { link: { ...opened, extensions: 1 } }, 'another end'],
  ['an extension that the validity cuts off', { link: { ...opened, activationMinutes: 1_000, extensions: 1 } }, 'another end'],
  ['another validity', { link: { ...link, validUntil: at(90) } }, 'another end'],
  ['another activation time', { link: { ...link, activationMinutes: 20 } }, 'another end'],
  ['no more time to add', { link: { ...link, extendable: false } }, 'another end'],
  ['other words, code, instant and method of the same end', tried('failed', { failureMessage: 'No.', failureCode: 'x', changedAt: at(3), method }), 'the same'],
  ['tries long ago', { tries: { tenthLastAt: at(-55), thirtiethLastAt: at(-300) } }, 'the same'],
];

for (const [what, given, is] of changes) {
  test(`${what} is ${is} to a page that watches itself`, () => {
    const before = stateAt(tried('failed'));
    const after = stateAt({ ...tried('failed'), ...given });
    expect([after.version !== before.version, after.mark !== before.mark]).toEqual([is === 'another page', is !== 'the same']);
  });
}

test('time alone changes nothing of an open page until its end', () => {
  const facts = { link: { ...opened, extensions: 2 }, ...tried('failed') };
  expect(stateAt(facts, at(31, -1))).toEqual(stateAt(facts, at(5)));
  expect(stateAt(facts, at(31))).toMatchObject({ state: 'expired', version: 'expired', mark: 'expired' });
});

test('ten tries at the gateway, or thirty of any kind, within an hour make the next one wait until the hour is over', () => {
  const none = { tenthLastAt: null, thirtiethLastAt: null };
  expect(endOfCoolDown(none, at(5))).toBeUndefined();
  expect(endOfCoolDown({ ...none, tenthLastAt: at(0) }, at(5))).toEqual(at(60));
  expect(endOfCoolDown({ ...none, tenthLastAt: at(0) }, at(60, -1))).toEqual(at(60));
  expect(endOfCoolDown({ ...none, tenthLastAt: at(0) }, at(60))).toBeUndefined();
  expect(endOfCoolDown({ tenthLastAt: at(0), thirtiethLastAt: at(2) }, at(5))).toEqual(at(62));
  expect(endOfCoolDown({ tenthLastAt: at(-61), thirtiethLastAt: at(2) }, at(5))).toEqual(at(62));
  expect(stateAt({ tries: { ...none, thirtiethLastAt: at(2) } })).toMatchObject({ coolDownEnd: at(62), version: 'open.3.none.cool-down-60' });
});

test('minutes to wait are whole, and never none', () => {
  expect([at(60), at(5, 1), at(6, 1), at(5)].map((end) => minutesUntil(end, at(5)))).toEqual([55, 1, 2, 1]);
});
