/** The same in Danish. */
export const daScreens = {
  handOver: {
    things:
      'flod, måne, stjerne, sky, bjerg, skov, ø, bro, tårn, have, vindue, lampe, ur, nøgle, båd, anker, klokke, tromme, violin, æble, citron, kirsebær, rose, sne',
    animals:
      'ræv, bjørn, ugle, svane, hest, løve, tiger, elefant, kanin, kat, hjort, ørn, hval, delfin, egern, pindsvin, frø, skildpadde, krabbe, sommerfugl, kamel, zebra, giraf, pingvin',
    scanned: 'Jeg har scannet koden',
    title: 'Fortsat på din mobil: {merchant}',
    heading: 'Fortsæt på din mobil',
    words: 'Din mobil viser de samme to ord:',
    compare: 'Hvis mobilen viser andre ord, skal du ikke betale dér.',
    opened: 'Din mobil har åbnet betalingen.',
    started: 'En betaling med {method} er begyndt på din mobil.',
    follows: 'Resultatet vises automatisk på denne side. Du kan også lukke den.',
    here: 'Betal på denne skærm i stedet',
    cameHeading: 'Du er kommet hertil fra en anden skærm',
    cameWords: 'Den viser de samme to ord:',
    cameCompare: 'Hvis den viser andre ord, skal du ikke betale her. Du kan lukke siden på den anden skærm; resultatet vises automatisk dér.',
  },
};
