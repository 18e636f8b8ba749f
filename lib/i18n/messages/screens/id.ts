/** The same in Indonesian. */
export const idScreens = {
  handOver: {
    things:
      'sungai, bulan, bintang, awan, gunung, hutan, pulau, jembatan, menara, taman, jendela, lampu, jam dinding, kunci, perahu, jangkar, lonceng, gendang, biola, apel, lemon, ceri, mawar, salju',
    animals:
      'rubah, beruang, merak, angsa, kuda, singa, harimau, gajah, kelinci, kucing, rusa, elang, ikan paus, lumba-lumba, tupai, landak, katak, penyu, kepiting, kupu-kupu, unta, zebra, jerapah, penguin',
    scanned: 'Sudah saya pindai',
    title: 'Dilanjutkan di ponsel: {merchant}',
    heading: 'Lanjutkan di ponsel Anda',
    words: 'Ponsel Anda juga menampilkan dua kata ini:',
    compare: 'Jika ponsel menampilkan kata lain, jangan membayar di sana.',
    opened: 'Halaman pembayaran telah dibuka di ponsel Anda.',
    started: 'Pembayaran dengan {method} telah dimulai di ponsel Anda.',
    follows: 'Halaman ini akan menampilkan hasilnya secara otomatis. Anda juga dapat menutupnya.',
    here: 'Bayar di layar ini saja',
    cameHeading: 'Anda datang dari layar lain',
    cameWords: 'Layar itu juga menampilkan dua kata ini:',
    cameCompare: 'Jika layar itu menampilkan kata lain, jangan membayar di sini. Halaman di layar itu boleh ditutup; hasilnya akan tampil otomatis di sana.',
  },
};
