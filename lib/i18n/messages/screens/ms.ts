/** The same in Malay. */
export const msScreens = {
  handOver: {
    things:
      'sungai, bulan, bintang, awan, gunung, hutan, pulau, jambatan, menara, taman, tingkap, lampu, jam dinding, kunci, perahu, sauh, loceng, gendang, biola, epal, lemon, ceri, mawar, salji',
    animals:
      'rubah, beruang, merak, angsa, kuda, singa, harimau, gajah, arnab, kucing, rusa, helang, ikan paus, lumba-lumba, tupai, landak, katak, penyu, ketam, rama-rama, unta, zebra, zirafah, penguin',
    scanned: 'Saya sudah imbas',
    title: 'Diteruskan di telefon: {merchant}',
    heading: 'Teruskan di telefon anda',
    words: 'Telefon anda juga memaparkan dua perkataan ini:',
    compare: 'Jika telefon memaparkan perkataan lain, jangan membayar di sana.',
    opened: 'Halaman bayaran telah dibuka di telefon anda.',
    started: 'Bayaran dengan {method} telah dimulakan di telefon anda.',
    follows: 'Halaman ini akan memaparkan keputusannya secara automatik. Anda juga boleh menutupnya.',
    here: 'Bayar di skrin ini sahaja',
    cameHeading: 'Anda datang dari skrin lain',
    cameWords: 'Skrin itu juga memaparkan dua perkataan ini:',
    cameCompare:
      'Jika skrin itu memaparkan perkataan lain, jangan membayar di sini. Halaman di skrin itu boleh ditutup; keputusan akan dipaparkan di sana secara automatik.',
  },
};
