/** The same in Slovenian. */
export const slScreens = {
  handOver: {
    things:
      'reka, luna, zvezda, oblak, gora, gozd, otok, most, stolp, vrt, okno, svetilka, ura, ključ, čoln, sidro, zvon, boben, violina, jabolko, limona, češnja, roža, sneg',
    animals:
      'lisica, medved, sova, labod, konj, lev, tiger, slon, zajec, mačka, jelen, orel, kit, delfin, veverica, jež, žaba, želva, hobotnica, metulj, kamela, zebra, žirafa, pingvin',
    scanned: 'Koda je skenirana',
    title: 'Nadaljevanje na telefonu: {merchant}',
    heading: 'Nadaljujte na telefonu',
    words: 'Vaš telefon prikazuje isti dve besedi:',
    compare: 'Če telefon prikazuje drugačni besedi, tam ne plačujte.',
    opened: 'Vaš telefon je odprl plačilo.',
    started: 'Na vašem telefonu se je začelo plačilo (način: {method}).',
    follows: 'Rezultat se bo tukaj prikazal sam. Stran lahko tudi zaprete.',
    here: 'Plačaj na tem zaslonu',
    cameHeading: 'Sem ste prišli z drugega zaslona',
    cameWords: 'Prikazuje isti dve besedi:',
    cameCompare: 'Če prikazuje drugačni besedi, tukaj ne plačujte. Drugi zaslon lahko zaprete; rezultat se tam prikaže sam.',
  },
};
