/** The same in Czech. */
export const csScreens = {
  handOver: {
    things:
      'řeka, měsíc, hvězda, mrak, hora, les, ostrov, most, věž, zahrada, okno, lampa, hodiny, klíč, loďka, kotva, zvon, buben, housle, jablko, citron, třešeň, růže, sníh',
    animals:
      'liška, medvěd, sova, labuť, kůň, lev, tygr, slon, králík, kočka, jelen, orel, velryba, delfín, veverka, ježek, žába, želva, krab, motýl, velbloud, zebra, žirafa, tučňák',
    scanned: 'Kód mám naskenovaný',
    title: 'Pokračování v mobilu: {merchant}',
    heading: 'Pokračujte v mobilu',
    words: 'Váš mobil ukazuje stejná dvě slova:',
    compare: 'Pokud mobil ukazuje jiná, neplaťte na něm.',
    opened: 'Platba je v mobilu otevřená.',
    started: 'V mobilu byla zahájena platba (způsob: {method}).',
    follows: 'Výsledek se tu zobrazí sám. Stránku můžete také zavřít.',
    here: 'Zaplatit raději na této obrazovce',
    cameHeading: 'Přišli jste sem z jiné obrazovky',
    cameWords: 'Ukazuje stejná dvě slova:',
    cameCompare: 'Pokud ukazuje jiná, tady neplaťte. Druhou obrazovku můžete zavřít, výsledek se na ní zobrazí sám.',
  },
};
