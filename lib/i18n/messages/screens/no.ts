/** The same in Norwegian. */
export const noScreens = {
  handOver: {
    things:
      'elv, måne, stjerne, sky, fjell, skog, øy, bro, tårn, hage, vindu, lampe, klokke, nøkkel, båt, anker, bjelle, tromme, fiolin, eple, sitron, kirsebær, rose, snø',
    animals:
      'rev, bjørn, ugle, svane, hest, løve, tiger, elefant, kanin, katt, hjort, ørn, hval, delfin, ekorn, pinnsvin, frosk, skilpadde, krabbe, sommerfugl, kamel, sebra, sjiraff, pingvin',
    scanned: 'Jeg har skannet koden',
    title: 'Fortsetter på mobilen: {merchant}',
    heading: 'Fortsett på mobilen',
    words: 'Mobilen viser de samme to ordene:',
    compare: 'Hvis mobilen viser andre ord, skal du ikke betale der.',
    opened: 'Mobilen din har åpnet betalingen.',
    started: 'En betaling med {method} er påbegynt på mobilen.',
    follows: 'Resultatet vises automatisk på denne siden. Du kan også lukke den.',
    here: 'Betal på denne skjermen i stedet',
    cameHeading: 'Du kom hit fra en annen skjerm',
    cameWords: 'Den viser de samme to ordene:',
    cameCompare: 'Hvis den viser andre ord, skal du ikke betale her. Du kan lukke siden på den andre skjermen. Resultatet vises automatisk der.',
  },
};
