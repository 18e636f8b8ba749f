/** The same in Malay. */
export const msPaper = {
  code: {
    title: 'Bayar dengan kod',
    heading: 'Bayar dengan kod yang dicetak',
    lead: 'Taip kod dan nombor pesanan yang dicetak bersebelahan.',
    code: 'Kod',
    codeHint: 'Dua belas huruf dan angka, contohnya 7K3D‑9XQ2‑M4TB. Huruf besar dan sengkang tidak menjadi soal.',
    order: 'Nombor pesanan',
    orderHint: 'Seperti yang dicetak di sebelah kod.',
    open: 'Buka bayaran',
    unknown: {
      title: 'Kod tidak ditemui',
      heading: 'Tiada kod sedemikian dengan nombor pesanan ini',
      detail: 'Semak kedua-duanya. Jika ditaip seperti yang dicetak, permintaan bayaran mungkin telah tamat: minta yang baharu daripada penghantarnya.',
    },
  },
  limited: {
    title: 'Terlalu banyak percubaan',
    heading: 'Terlalu banyak percubaan',
    detail: 'Anda boleh mencuba lagi dalam {seconds, plural, other {# saat}}.',
  },
  verify: {
    title: 'Semak kod bayaran',
    heading: 'Adakah kod bayaran ini milik kami?',
    lead: 'Semak pelekat atau pautan sebelum membayar. Kami beritahu sama ada ia menuju kepada kami, dan ke kedai mana.',
    photo: 'Foto kod',
    photoHint: 'PNG atau JPEG, maksimum 8 MB. Dilihat sekali sahaja dan tidak disimpan.',
    text: 'Atau alamat atau kodnya',
    textHint: 'Salin pautan, atau taip kod pendek daripada kertas.',
    check: 'Semak',
    again: 'Semak kod lain',
    ours: {
      title: 'Kod ini milik kami',
      heading: 'Kod ini milik kami',
      headingSeveral: 'Semua kod dalam gambar milik kami',
      advice: 'Pastikan inilah pihak yang ingin anda bayar.',
    },
    warning: {
      title: 'Jangan percaya kod ini',
      heading: 'Jangan membayar dengan kod ini',
      headingSeveral: 'Bukan semua kod dalam gambar milik kami',
      advice: 'Jangan membayar, dan maklumkan kepada kedai tempat anda menjumpainya.',
    },
    findings: {
      ours: 'Kod ini milik kami: ia menuju ke bayaran kepada {merchant}.',
      foreign: 'Kod ini bukan milik kami: ia menuju ke {host}.',
      nowhere: 'Kod ini bukan milik kami: ia tidak mengandungi alamat web.',
      elsewhere: 'Pautan bayaran di dalamnya milik kami, tetapi alamatnya bukan: ia menuju ke {host}.',
      unknown: 'Ini bukan pautan kami. Mungkin ia telah dibuang, atau palsu.',
    },
    problems: {
      nothing: 'Pilih foto, atau tampal alamat atau kod.',
      no_code:
        'Kami tidak menemui kod QR dalam gambar ini. Ambil gambar tepat dari hadapan, jelas dan cukup terang, atau taip apa yang tertulis di sebelahnya.',
      unreadable: 'Kami tidak dapat membaca gambar ini. Hantar PNG atau JPEG.',
      too_large: 'Gambar ini terlalu besar. Hantar yang lebih kecil, kod sahaja.',
      busy: 'Banyak kod sedang disemak sekarang. Cuba lagi sebentar nanti.',
    },
  },
};
