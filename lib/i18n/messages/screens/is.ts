/** The same in Icelandic. */
export const isScreens = {
  handOver: {
    things:
      'fljót, tungl, stjarna, ský, fjall, skógur, eyja, brú, turn, garður, gluggi, lampi, klukka, lykill, bátur, akkeri, bjalla, tromma, fiðla, epli, sítróna, kirsuber, rós, snjór',
    animals:
      'refur, björn, ugla, svanur, hestur, ljón, tígur, fíll, kanína, köttur, hjörtur, örn, hvalur, höfrungur, íkorni, broddgöltur, froskur, skjaldbaka, humar, fiðrildi, úlfaldi, sebrahestur, gíraffi, mörgæs',
    scanned: 'Ég skannaði kóðann',
    title: 'Áfram í símanum: {merchant}',
    heading: 'Haltu áfram í símanum',
    words: 'Síminn þinn sýnir sömu tvö orðin:',
    compare: 'Ef síminn sýnir önnur orð skaltu ekki greiða þar.',
    opened: 'Síminn þinn hefur opnað greiðsluna.',
    started: 'Greiðsla er hafin í símanum þínum (greiðslumáti: {method}).',
    follows: 'Niðurstaðan birtist sjálfkrafa á þessari síðu. Þú getur líka lokað henni.',
    here: 'Greiða frekar á þessum skjá',
    cameHeading: 'Þú komst hingað af öðrum skjá',
    cameWords: 'Hann sýnir sömu tvö orðin:',
    cameCompare: 'Ef hann sýnir önnur orð skaltu ekki greiða hér. Þú getur lokað hinum skjánum; niðurstaðan birtist þar sjálfkrafa.',
  },
};
