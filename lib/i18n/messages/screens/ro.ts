/** The same in Romanian. */
export const roScreens = {
  handOver: {
    things:
      'lac, lună, stea, nor, munte, pădure, insulă, pod, turn, grădină, fereastră, lampă, ceas, cheie, barcă, ancoră, clopot, tobă, vioară, măr, lămâie, cireașă, trandafir, zăpadă',
    animals:
      'vulpe, urs, rândunică, lebădă, cal, panda, tigru, elefant, iepure, pisică, cerb, vultur, balenă, delfin, veveriță, arici, broască, țestoasă, crab, fluture, cămilă, zebră, girafă, pinguin',
    scanned: 'L-am scanat',
    title: 'Continuă pe telefonul dumneavoastră: {merchant}',
    heading: 'Continuați pe telefon',
    words: 'Telefonul arată aceleași două cuvinte:',
    compare: 'Dacă telefonul arată altele, nu plătiți acolo.',
    opened: 'Telefonul a deschis plata.',
    started: 'A început o plată pe telefon (metodă de plată: {method}).',
    follows: 'Rezultatul apare singur pe această pagină. O puteți și închide.',
    here: 'Plătiți pe acest ecran',
    cameHeading: 'Ați venit de pe alt ecran',
    cameWords: 'Acolo apar aceleași două cuvinte:',
    cameCompare: 'Dacă apar altele, nu plătiți aici. Puteți închide celălalt ecran; rezultatul apare singur acolo.',
  },
};
