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
    words: 'Telefon anda memaparkan dua perkataan yang sama:',
    compare: 'Jika telefon memaparkan perkataan lain, jangan membayar di sana.',
    opened: 'Telefon anda telah membuka bayaran.',
    started: 'Bayaran dengan {method} telah dimulakan di telefon anda.',
    follows: 'Halaman ini akan memaparkan keputusannya sendiri. Anda juga boleh menutupnya.',
    here: 'Bayar di skrin ini sahaja',
    cameHeading: 'Anda datang dari skrin lain',
    cameWords: 'Skrin itu memaparkan dua perkataan yang sama:',
    cameCompare:
      'Jika skrin itu memaparkan perkataan lain, jangan membayar di sini. Halaman di skrin itu boleh ditutup; keputusan akan dipaparkan di sana dengan sendirinya.',
  },
};
