import type { Mutant } from './mutant.ts';

export const scriptsMutants: readonly Mutant[] = [
  {
    name: 'mail-unescaped',
    breaks: 'the e-mail of a receipt writes a foreign text into its HTML as it is',
    foundBy: 'scripts',
    hunt: ['--rounds', '1', '--vectors', '0'],
    patches: [{ file: 'lib/mail/mail-html.ts', find: '<bdi>\x24{escaped(text)}</bdi>', put: '<bdi>\x24{text}</bdi>' }],
  },
  {
    name: 'line-as-markup',
    breaks: 'an order line is put on the payment page as HTML, so that a merchant may write bold',
    foundBy: 'scripts',
    hunt: ['--rounds', '1', '--vectors', '0'],
    patches: [
      {
        file: 'components/pay/order-details.tsx',
        find: '<bdi>{line.description}</bdi>',
        put: '<bdi dangerouslySetInnerHTML={{ __html: line.description }} />',
      },
    ],
  },
  {
    name: 'origin-by-its-beginning',
    breaks: 'an address is taken for the shop’s when it begins like one of its origins',
    foundBy: 'scripts',
    hunt: ['--rounds', '0', '--vectors', '40'],
    patches: [
      {
        file: 'lib/merchants/merchants.ts',
        find: 'return !url.username && !url.password && origins.includes(url.origin);',
        put: 'return origins.some((origin) => address.startsWith(origin));',
      },
    ],
  },
  {
    name: 'framed-by-anybody',
    breaks: 'pages may be shown in frames of other sites',
    foundBy: 'scripts',
    hunt: ['--rounds', '0', '--vectors', '0'],
    patches: [
      { file: 'lib/server/headers.ts', find: '    "frame-ancestors \'none\'",\n', put: '' },
      { file: 'lib/server/headers.ts', find: "    'x-frame-options': 'DENY',\n", put: '' },
    ],
  },
];
