/** The same in Croatian. */
export const hrScreens = {
  handOver: {
    things:
      'rijeka, mjesec, zvijezda, oblak, planina, šuma, otok, most, toranj, vrt, prozor, lampa, sat, ključ, čamac, sidro, zvono, bubanj, violina, jabuka, limun, trešnja, ruža, snijeg',
    animals:
      'lisica, medvjed, sova, labud, konj, lav, tigar, slon, zec, mačka, jelen, orao, kit, dupin, vjeverica, jež, žaba, kornjača, hobotnica, leptir, deva, zebra, žirafa, pingvin',
    scanned: 'Kod je skeniran',
    title: 'Nastavak na mobitelu: {merchant}',
    heading: 'Nastavite na mobitelu',
    words: 'Vaš mobitel prikazuje iste dvije riječi:',
    compare: 'Ako mobitel prikazuje druge, nemojte ondje plaćati.',
    opened: 'Vaš je mobitel otvorio plaćanje.',
    started: 'Na vašem je mobitelu započelo plaćanje (način: {method}).',
    follows: 'Rezultat će se ovdje pojaviti sam. Stranicu možete i zatvoriti.',
    here: 'Ipak plati na ovom zaslonu',
    cameHeading: 'Došli ste ovamo s drugog zaslona',
    cameWords: 'On prikazuje iste dvije riječi:',
    cameCompare: 'Ako prikazuje druge, nemojte plaćati ovdje. Drugi zaslon možete zatvoriti; rezultat se na njemu prikazuje sam.',
  },
};
