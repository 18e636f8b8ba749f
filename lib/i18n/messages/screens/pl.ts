/** The same in Polish. */
export const plScreens = {
  handOver: {
    things:
      'rzeka, księżyc, gwiazda, chmura, góra, las, wyspa, most, wieża, ogród, okno, lampa, zegar, klucz, łódka, kotwica, dzwonek, bęben, skrzypce, jabłko, cytryna, wiśnia, róża, śnieg',
    animals:
      'lis, niedźwiedź, sowa, łabędź, kucyk, lew, tygrys, słoń, królik, kot, sarna, orzeł, wieloryb, delfin, wiewiórka, jeż, żaba, żółw, krab, motyl, panda, zebra, żyrafa, pingwin',
    scanned: 'Kod zeskanowany',
    title: 'Ciąg dalszy na telefonie: {merchant}',
    heading: 'Kontynuuj na telefonie',
    words: 'Na telefonie widać te same dwa słowa:',
    compare: 'Jeśli telefon pokazuje inne, nie płać tam.',
    opened: 'Płatność jest otwarta na Twoim telefonie.',
    started: 'Na Twoim telefonie rozpoczęto płatność (metoda: {method}).',
    follows: 'Wynik pojawi się tu sam. Możesz też zamknąć tę stronę.',
    here: 'Zapłać jednak na tym ekranie',
    cameHeading: 'To kontynuacja z innego ekranu',
    cameWords: 'Widać na nim te same dwa słowa:',
    cameCompare: 'Jeśli pokazuje inne, nie płać tutaj. Możesz zamknąć tamten ekran: wynik pojawi się na nim sam.',
  },
};
