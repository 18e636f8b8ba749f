/** The same in Turkish. */
export const trScreens = {
  handOver: {
    things:
      'nehir, ay, yıldız, bulut, dağ, orman, ada, köprü, kule, bahçe, pencere, lamba, saat, anahtar, tekne, çapa, zil, davul, keman, elma, limon, kiraz, gül, kar',
    animals:
      'tilki, panda, leylek, kuğu, at, aslan, kaplan, fil, tavşan, kedi, geyik, kartal, balina, yunus, sincap, kirpi, kurbağa, ördek, yengeç, kelebek, deve, zebra, zürafa, penguen',
    scanned: 'Kodu taradım',
    title: 'Telefonunuzda devam ediyor: {merchant}',
    heading: 'Telefonunuzda devam edin',
    words: 'Telefonunuzda aynı iki kelime var:',
    compare: 'Telefonunuzda başka kelimeler varsa orada ödemeyin.',
    opened: 'Ödeme telefonunuzda açıldı.',
    started: 'Telefonunuzda {method} ile bir ödeme başladı.',
    follows: 'Sonuç bu sayfada kendiliğinden görünür. Sayfayı kapatabilirsiniz de.',
    here: 'Bunun yerine bu ekranda öde',
    cameHeading: 'Buraya başka bir ekrandan geldiniz',
    cameWords: 'O ekranda da aynı iki kelime var:',
    cameCompare: 'O ekranda başka kelimeler varsa burada ödemeyin. Diğer ekranı kapatabilirsiniz; sonuç orada kendiliğinden görünür.',
  },
};
