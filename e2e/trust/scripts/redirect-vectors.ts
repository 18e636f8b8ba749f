/** Whose origins vectors are made of: the shop's own, and a stranger's `host:port`. */
type Parties = { shop: string; stranger: string };

/** What browsers take for an address on another host though it begins like a path, or is written oddly. */
function oddlyWritten({ shop, stranger }: Parties): string[] {
  const { host } = new URL(shop);
  return [
    `//${stranger}`,
    `///${stranger}`,
    `////${stranger}/%2e%2e`,
    `/\\${stranger}`,
    `\\\\${stranger}`,
    `\\/${stranger}`,
    `/\t/${stranger}`,
    `/\n/${stranger}`,
    `/%09/${stranger}`,
    `/%0a/${stranger}`,
    `/.//${stranger}`,
    `/..//${stranger}`,
    `/%2f${stranger}`,
    `/%5c${stranger}`,
    `//${stranger}/${host}`,
    `//${stranger}\\@${host}`,
    `http:${stranger}`,
    `http:/${stranger}`,
    `http:///${stranger}`,
    `http:\\\\${stranger}`,
    `https:stranger.example`,
    `http://${stranger}`,
    `http://${stranger}/${shop}`,
    `http://${stranger}?${shop}`,
    `http://${stranger}#${shop}`,
    `http://${stranger}#@${host}`,
    `http://${stranger}\\.${host}`,
    `http://${stranger}/.${host}`,
    `HTTP://${stranger}`,
    ` http://${stranger}`,
    `\thttp://${stranger}`,
    `\u0000http://${stranger}`,
    `\u00a0http://${stranger}`,
    `ht\ntp://${stranger}`,
    `h\ttp://${stranger}`,
  ];
}

/** What begins or ends like the shop's own address. */
function lookingLikeTheShop({ shop, stranger }: Parties): string[] {
  const { host, hostname, port } = new URL(shop);
  const [strangersName, strangersPort] = stranger.split(':');
  return [
    `${shop}@${stranger}/`,
    `${shop}:80@${stranger}/`,
    `${shop}%40${stranger}/`,
    `${shop}\\@${stranger}/`,
    `${shop}%5c@${stranger}/`,
    `${shop}&@${stranger}/`,
    `${shop}#@${stranger}/`.replace('#', '%23'),
    `http://user:pass@${host}/`,
    `http://user@${stranger}/`,
    `${shop}.stranger.example/`,
    `${shop}0/`,
    `${shop}1`,
    `http://${hostname}/`,
    `http://${hostname}:${Number(port) + 1}/`,
    `http://stranger${host}/`,
    `http://stranger.example/?${host}`,
    `http://stranger.example%2f@${host}/`,
    `http://stranger。example/`,
    `http://ｓtranger．example/`,
    `http://stranger%E3%80%82example/`,
    `http://xn--strnger-8wa.example/`,
    `http://${host.replaceAll('.', '。')}.stranger.example/`,
    `http://[::ffff:${strangersName}]:${strangersPort}/`,
    `http://0x7f.1:${strangersPort}/`,
    `http://${hostname}\u202e:${strangersPort}/`,
  ];
}

/** What is no page at all: code, files, apps, other protocols, and line breaks for whoever copies it into a header. */
function noPage({ shop, stranger }: Parties): string[] {
  const { host } = new URL(shop);
  return [
    `javascript:__xss(1)`,
    `JaVaScRiPt:__xss(1)//${shop}`,
    `java\nscript:__xss(1)`,
    `\u0001javascript:__xss(1)`,
    `javascript://${host}/%0a__xss(1)`,
    `data:text/html,<script>__xss(1)</script>`,
    `data:text/html;base64,PHNjcmlwdD5fX3hzcygxKTwvc2NyaXB0Pg==`,
    `vbscript:__xss(1)`,
    `blob:${shop}/0198`,
    `filesystem:${shop}/x`,
    `view-source:http://${stranger}`,
    `file:///etc/passwd`,
    `about:srcdoc`,
    `intent://${stranger}/#Intent;scheme=http;end`,
    `shopapp://${stranger}`,
    `ftp://${stranger}/`,
    `ws://${stranger}/`,
    `${shop}/\r\nLocation: http://${stranger}/`,
    `%0d%0aLocation:%20http://${stranger}/`,
    `en\r\nLocation: http://${stranger}/`,
    `0;url=http://${stranger}`,
    `"><meta http-equiv=refresh content="0;url=http://${stranger}">`,
  ];
}

/** Addresses that lead a browser to a stranger, or run, though a careless reader takes them for the shop's, for ours or for a path. */
export const redirectVectors = (parties: Parties): string[] => [...oddlyWritten(parties), ...lookingLikeTheShop(parties), ...noPage(parties)];
