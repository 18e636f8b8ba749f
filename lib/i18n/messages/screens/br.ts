/** The same in Breton. */
export const brScreens = {
  handOver: {
    things:
      'stêr, loar, steredenn, koumoulenn, menez, koad, enezenn, pont, tour, liorzh, prenestr, lamp, horolaj, alc’hwez, bag, eor, kloc’h, taboulin, violoñs, aval, sitroñs, kerezenn, rozenn, erc’h',
    animals:
      'louarn, arzh, kaouenn, alarc’h, marc’h, leon, tigr, olifant, konifl, kazh, karv, erer, balum, delfin, gwiñver, heureuchin, glesker, baot, krank, balafenn, kañval, zebr, jirafenn, pengwenn',
    scanned: 'Skannet eo ganin',
    title: 'Kendalc’het war ho pellgomzer\u00a0: {merchant}',
    heading: 'Kendalc’hit war ho pellgomzer',
    words: 'An hevelep daou c’her a zo war ho pellgomzer\u00a0:',
    compare: 'Ma’z eus gerioù all warnañ, na baeit ket eno.',
    opened: 'Digoret eo bet ar paeamant war ho pellgomzer.',
    started: 'Kroget ez eus gant ur paeamant war ho pellgomzer (doare paeañ\u00a0: {method}).',
    follows: 'War ar bajenn-mañ e teuio an disoc’h. Gallout a rit he serriñ ivez.',
    here: 'Paeañ war ar skramm‑mañ',
    cameHeading: 'Eus ur skramm all oc’h deuet',
    cameWords: 'An hevelep daou c’her a zo warnañ\u00a0:',
    cameCompare: 'Ma’z eus gerioù all warnañ, na baeit ket amañ. Gallout a rit serriñ ar skramm all\u00a0; diskouez a raio an disoc’h e-unan.',
  },
};
