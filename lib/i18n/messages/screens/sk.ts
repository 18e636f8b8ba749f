/** The same in Slovak. */
export const skScreens = {
  handOver: {
    things:
      'rieka, mesiac, hviezda, oblak, kopec, les, ostrov, most, veža, záhrada, okno, lampa, hodiny, kľúč, loďka, kotva, zvon, bubon, husle, jablko, citrón, čerešňa, ruža, sneh',
    animals:
      'líška, medveď, sova, labuť, kôň, lev, tiger, slon, králik, mačka, jeleň, orol, veľryba, delfín, veverička, jež, žaba, korytnačka, krab, motýľ, panda, zebra, žirafa, tučniak',
    scanned: 'Kód mám naskenovaný',
    title: 'Pokračovanie v mobile: {merchant}',
    heading: 'Pokračujte v mobile',
    words: 'Váš mobil ukazuje rovnaké dve slová:',
    compare: 'Ak mobil ukazuje iné, neplaťte na ňom.',
    opened: 'Platba je v mobile otvorená.',
    started: 'V mobile sa začala platba (spôsob: {method}).',
    follows: 'Výsledok sa tu zobrazí sám. Stránku môžete aj zavrieť.',
    here: 'Zaplatiť radšej na tejto obrazovke',
    cameHeading: 'Prišli ste sem z inej obrazovky',
    cameWords: 'Ukazuje rovnaké dve slová:',
    cameCompare: 'Ak ukazuje iné, tu neplaťte. Druhú obrazovku môžete zavrieť, výsledok sa na nej zobrazí sám.',
  },
};
