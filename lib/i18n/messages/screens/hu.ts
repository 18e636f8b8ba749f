/** The same in Hungarian. */
export const huScreens = {
  handOver: {
    things:
      'patak, hold, csillag, felhő, hegy, erdő, sziget, híd, torony, kert, ablak, lámpa, óra, kulcs, csónak, vitorla, harang, dob, hegedű, alma, citrom, cseresznye, rózsa, hópehely',
    animals:
      'róka, medve, bagoly, hattyú, póni, oroszlán, tigris, elefánt, nyúl, macska, szarvas, sas, bálna, delfin, mókus, sün, béka, teknős, gólya, pillangó, teve, zebra, zsiráf, pingvin',
    scanned: 'Beolvastam',
    title: 'Folytatás mobilon: {merchant}',
    heading: 'Folytassa a mobilján',
    words: 'A mobilja ugyanezt a két szót mutatja:',
    compare: 'Ha a mobil mást mutat, ne fizessen ott.',
    opened: 'A mobilja megnyitotta a fizetést.',
    started: 'A mobilján elkezdődött egy fizetés (mód: {method}).',
    follows: 'Az eredmény magától megjelenik itt. Az oldalt be is zárhatja.',
    here: 'Inkább ezen a képernyőn fizetek',
    cameHeading: 'Másik képernyőről jött ide',
    cameWords: 'Ott ugyanez a két szó látható:',
    cameCompare: 'Ha ott más látható, itt ne fizessen. A másik képernyőt bezárhatja, az eredmény ott magától megjelenik.',
  },
};
