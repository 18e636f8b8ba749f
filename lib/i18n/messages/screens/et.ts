/** The same in Estonian. */
export const etScreens = {
  handOver: {
    things:
      'jõgi, kuu, täht, pilv, mägi, mets, saar, sild, torn, aed, aken, lamp, kell, võti, paat, ankur, pasun, trumm, viiul, õun, sidrun, kirss, roos, lumi',
    animals:
      'rebane, karu, öökull, luik, hobune, lõvi, tiiger, elevant, jänes, kass, hirv, kotkas, vaal, delfiin, orav, siil, konn, kilpkonn, krabi, liblikas, kaamel, sebra, kaelkirjak, pingviin',
    scanned: 'Skannisin koodi',
    title: 'Jätkub telefonis: {merchant}',
    heading: 'Jätkake telefonis',
    words: 'Teie telefonis on samad kaks sõna:',
    compare: 'Kui telefonis on muud sõnad, ärge seal makske.',
    opened: 'Makse on teie telefonis avatud.',
    started: 'Teie telefonis on makse alustatud (makseviis: {method}).',
    follows: 'Tulemus ilmub sellele lehele automaatselt. Võite lehe ka sulgeda.',
    here: 'Maksa hoopis selles seadmes',
    cameHeading: 'Tulite siia teiselt ekraanilt',
    cameWords: 'Seal on samad kaks sõna:',
    cameCompare: 'Kui seal on muud sõnad, ärge siin makske. Teise ekraani võite sulgeda; tulemus ilmub sinna automaatselt.',
  },
};
