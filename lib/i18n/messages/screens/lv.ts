/** The same in Latvian. */
export const lvScreens = {
  handOver: {
    things:
      'upe, mēness, zvaigzne, mākonis, kalns, mežs, sala, tilts, tornis, dārzs, logs, lampa, pulkstenis, atslēga, laiva, enkurs, zvans, bungas, vijole, ābols, citrons, ķirsis, roze, sniegs',
    animals:
      'lapsa, lācis, pūce, gulbis, zirgs, lauva, tīģeris, zilonis, trusis, kaķis, briedis, ērglis, valis, delfīns, vāvere, ezis, varde, bruņurupucis, krabis, tauriņš, kamielis, zebra, žirafe, pingvīns',
    scanned: 'Kodu noskenēju',
    title: 'Turpinās tālrunī: {merchant}',
    heading: 'Turpiniet tālrunī',
    words: 'Jūsu tālrunī redzami tie paši divi vārdi:',
    compare: 'Ja tālrunī ir citi vārdi, nemaksājiet tur.',
    opened: 'Maksājums ir atvērts jūsu tālrunī.',
    started: 'Jūsu tālrunī ir sākts maksājums (veids: {method}).',
    follows: 'Rezultāts šajā lapā parādīsies automātiski. Varat to arī aizvērt.',
    here: 'Tomēr maksāt šajā ierīcē',
    cameHeading: 'Jūs šeit nonācāt no cita ekrāna',
    cameWords: 'Tajā redzami tie paši divi vārdi:',
    cameCompare: 'Ja tajā ir citi vārdi, šeit nemaksājiet. Otru ekrānu varat aizvērt; rezultāts tur parādīsies automātiski.',
  },
};
