/** The same in Dutch. */
export const nlScreens = {
  handOver: {
    things:
      'rivier, maan, ster, wolk, berg, bos, eiland, brug, toren, tuin, raam, lamp, klok, sleutel, boot, anker, bel, trommel, viool, appel, citroen, kers, roos, sneeuw',
    animals:
      'vos, beer, uil, zwaan, paard, leeuw, tijger, olifant, konijn, kat, hert, adelaar, walvis, dolfijn, eekhoorn, egel, kikker, schildpad, krab, vlinder, kameel, zebra, giraf, pinguïn',
    scanned: 'Ik heb de code gescand',
    title: 'Verder op uw telefoon: {merchant}',
    heading: 'Ga verder op uw telefoon',
    words: 'Uw telefoon toont dezelfde twee woorden:',
    compare: 'Toont uw telefoon andere woorden, betaal daar dan niet.',
    opened: 'Uw telefoon heeft de betaling geopend.',
    started: 'Op uw telefoon is een betaling met {method} begonnen.',
    follows: 'Het resultaat verschijnt vanzelf op deze pagina. U kunt de pagina ook sluiten.',
    here: 'Toch op dit scherm betalen',
    cameHeading: 'U komt van een ander scherm',
    cameWords: 'Daar staan dezelfde twee woorden:',
    cameCompare: 'Staan er andere, betaal hier dan niet. U kunt het andere scherm sluiten; het resultaat verschijnt daar vanzelf.',
  },
};
