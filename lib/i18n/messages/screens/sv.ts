/** The same in Swedish. */
export const svScreens = {
  handOver: {
    things:
      'flod, måne, stjärna, moln, berg, skog, ö, bro, torn, trädgård, fönster, lampa, klocka, nyckel, båt, ankare, bjällra, trumma, fiol, äpple, citron, körsbär, ros, snö',
    animals:
      'räv, björn, uggla, svan, häst, lejon, tiger, elefant, kanin, katt, hjort, örn, val, delfin, ekorre, igelkott, groda, sköldpadda, krabba, fjäril, kamel, zebra, giraff, pingvin',
    scanned: 'Jag har skannat koden',
    title: 'Fortsätter i mobilen: {merchant}',
    heading: 'Fortsätt i mobilen',
    words: 'Mobilen visar samma två ord:',
    compare: 'Om mobilen visar andra ord ska du inte betala där.',
    opened: 'Din mobil har öppnat betalningen.',
    started: 'En betalning med {method} har påbörjats i mobilen.',
    follows: 'Resultatet visas automatiskt på den här sidan. Du kan också stänga den.',
    here: 'Betala på den här skärmen i stället',
    cameHeading: 'Du kom hit från en annan skärm',
    cameWords: 'Den visar samma två ord:',
    cameCompare: 'Om den visar andra ord ska du inte betala här. Du kan stänga sidan på den andra skärmen. Resultatet visas automatiskt där.',
  },
};
