/** Everything that can be made to go wrong, in the order the board lists it. */
export const faultKinds = [
  'timeout_after_charge',
  'late_success',
  'success_after_failure',
  'never_verify',
  'callback_before_answer',
  'callbacks_out_of_order',
  'duplicate_callback',
  'callback_unreachable',
  'wrong_amount',
  'wrong_currency',
  'bad_checksum',
  'no_checksum',
  'broken_xml',
  'huge_xml',
  'slow',
  'lost_answer',
  'down',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export const faultGroups = { money: 'The money', callbacks: 'The callbacks', wire: 'The wire' } as const;

type Described = {
  name: string;
  /** What happens, in one sentence for a tester. */
  sentence: string;
  group: keyof typeof faultGroups;
  /** Where it may be kept to: one callback, one call of the wire, either, or nowhere. */
  methods: 'callback' | 'wire' | 'any' | 'none';
};

export const describedFaults: Record<FaultKind, Described> = {
  timeout_after_charge: {
    name: 'Time-out after the charge',
    sentence: 'The money moves, and then nobody is told: no callback, and the customer’s page never gets past “One moment”, so only a look-up tells.',
    group: 'money',
    methods: 'none',
  },
  late_success: {
    name: 'Late success',
    sentence: 'The bank keeps the payment back until you decide it on this page; only then does money move, and the shop is not asked again.',
    group: 'money',
    methods: 'none',
  },
  success_after_failure: {
    name: 'Success after a failure',
    sentence: 'The shop is told that the payment failed, and then the very same try succeeds: a notification says so after the delay.',
    group: 'money',
    methods: 'none',
  },
  never_verify: {
    name: 'Never asks the shop',
    sentence: 'Money moves without verify_order being asked.',
    group: 'money',
    methods: 'none',
  },
  callback_before_answer: {
    name: 'Callback before the answer',
    sentence: 'createPaymentRequest is paid at once, by the first test card or in the app, and answered only after the callbacks about it.',
    group: 'callbacks',
    methods: 'none',
  },
  callbacks_out_of_order: {
    name: 'Callbacks out of order',
    sentence: 'After the ok callback come an open and a fail callback, as if from before.',
    group: 'callbacks',
    methods: 'none',
  },
  duplicate_callback: {
    name: 'Duplicate callbacks',
    sentence: 'Every callback about a result is sent three times: twice at once, and once more after that.',
    group: 'callbacks',
    methods: 'callback',
  },
  callback_unreachable: {
    name: 'Callbacks are lost',
    sentence: 'Callbacks about a result are not sent, and neither are the notifications that stand in for them.',
    group: 'callbacks',
    methods: 'callback',
  },
  wrong_amount: {
    name: 'Wrong amount',
    sentence: 'Callbacks name 1.00 more than was paid, with a right checksum over that.',
    group: 'callbacks',
    methods: 'callback',
  },
  wrong_currency: {
    name: 'Wrong currency',
    sentence: 'Callbacks name another currency than was paid in (EUR, or DKK instead of EUR), with a right checksum over that.',
    group: 'callbacks',
    methods: 'callback',
  },
  bad_checksum: { name: 'Bad checksum', sentence: 'Callbacks carry a checksum that is wrong.', group: 'callbacks', methods: 'callback' },
  no_checksum: { name: 'No checksum', sentence: 'Callbacks carry no checksum.', group: 'callbacks', methods: 'callback' },
  broken_xml: {
    name: 'Broken XML',
    sentence: 'The XML of answers and callbacks breaks off in the middle; whatever was asked for is done.',
    group: 'wire',
    methods: 'any',
  },
  huge_xml: {
    name: 'Huge XML',
    sentence: 'The XML of answers and callbacks is three megabytes long; whatever was asked for is done.',
    group: 'wire',
    methods: 'any',
  },
  slow: { name: 'Slow answers', sentence: 'Every call of the wire waits for the delay before it is looked at.', group: 'wire', methods: 'any' },
  lost_answer: {
    name: 'Lost answers',
    sentence: 'Every call of the wire is carried out, and then answered with 502.',
    group: 'wire',
    methods: 'any',
  },
  down: { name: 'Gateway down', sentence: 'Every call of the wire is answered with 503, and nothing is done.', group: 'wire', methods: 'wire' },
};

/** Callbacks a fault can be kept to. */
export const callbackMethods = [
  'callback_ok',
  'callback_fail',
  'callback_open',
  'callback_notification',
  'callback_redirect',
  'callback_verify_order',
] as const;

/** Whether a fault of this kind can happen in that call of the wire, or in that callback. */
export function canHappenIn(kind: FaultKind, method: string): boolean {
  const { methods } = describedFaults[kind];
  const isCallback = method.startsWith('callback_');
  return methods === 'any' || methods === (isCallback ? 'callback' : 'wire');
}
