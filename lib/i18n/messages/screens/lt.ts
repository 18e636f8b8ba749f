/** The same in Lithuanian. */
export const ltScreens = {
  handOver: {
    things:
      'upė, mėnulis, žvaigždė, debesis, kalnas, miškas, sala, tiltas, bokštas, sodas, langas, lempa, laikrodis, raktas, valtis, inkaras, varpas, būgnas, smuikas, obuolys, citrina, vyšnia, rožė, sniegas',
    animals:
      'lapė, lokys, pelėda, gulbė, arklys, liūtas, tigras, dramblys, triušis, katė, elnias, erelis, banginis, delfinas, voverė, ežys, varlė, vėžlys, krabas, drugelis, kupranugaris, zebras, žirafa, pingvinas',
    scanned: 'Kodą nuskaičiau',
    title: 'Tęsiama telefone: {merchant}',
    heading: 'Tęskite telefone',
    words: 'Jūsų telefone rodomi tie patys du žodžiai:',
    compare: 'Jei telefone rodomi kiti žodžiai, ten nemokėkite.',
    opened: 'Mokėjimas atidarytas jūsų telefone.',
    started: 'Jūsų telefone pradėtas mokėjimas (būdas: {method}).',
    follows: 'Rezultatas šiame puslapyje pasirodys automatiškai. Jį galite ir uždaryti.',
    here: 'Vis dėlto mokėti šiame ekrane',
    cameHeading: 'Čia patekote iš kito ekrano',
    cameWords: 'Jame rodomi tie patys du žodžiai:',
    cameCompare: 'Jei jame rodomi kiti, čia nemokėkite. Kitą ekraną galite uždaryti; rezultatas ten pasirodys automatiškai.',
  },
};
