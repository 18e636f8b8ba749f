/** The same in Serbian, in Latin script. */
export const srScreens = {
  handOver: {
    things:
      'reka, mesec, zvezda, oblak, planina, šuma, ostrvo, most, toranj, bašta, prozor, lampa, sat, ključ, čamac, sidro, zvono, bubanj, violina, jabuka, limun, trešnja, ruža, sneg',
    animals:
      'lisica, medved, sova, labud, konj, lav, tigar, slon, zec, mačka, jelen, orao, kit, delfin, veverica, jež, žaba, kornjača, hobotnica, leptir, kamila, zebra, žirafa, pingvin',
    scanned: 'Kod je skeniran',
    title: 'Nastavak na telefonu: {merchant}',
    heading: 'Nastavite na telefonu',
    words: 'Vaš telefon prikazuje iste dve reči:',
    compare: 'Ako telefon prikazuje druge, nemojte tamo plaćati.',
    opened: 'Vaš telefon je otvorio plaćanje.',
    started: 'Na Vašem telefonu je započeto plaćanje (način: {method}).',
    follows: 'Rezultat će se ovde pojaviti sam. Stranicu možete i da zatvorite.',
    here: 'Ipak plati na ovom ekranu',
    cameHeading: 'Došli ste ovde sa drugog ekrana',
    cameWords: 'On prikazuje iste dve reči:',
    cameCompare: 'Ako prikazuje druge, nemojte plaćati ovde. Drugi ekran možete da zatvorite; rezultat se na njemu prikazuje sam.',
  },
};
