/** The same in Albanian. */
export const sqScreens = {
  handOver: {
    things:
      'lumë, hënë, yll, re, mal, gur, ishull, urë, kështjellë, kopsht, dritare, llambë, libër, çelës, varkë, spirancë, kambanë, daulle, violinë, mollë, limon, qershi, trëndafil, borë',
    animals:
      'dhelpër, ari, dallëndyshe, mjellmë, kalë, luan, tigër, elefant, lepur, mace, dre, shqiponjë, balenë, delfin, ketër, iriq, bretkosë, breshkë, gaforre, flutur, kangur, zebër, gjirafë, pinguin',
    scanned: 'E skanova',
    title: 'Vazhdon në telefonin tuaj: {merchant}',
    heading: 'Vazhdoni në telefonin tuaj',
    words: 'Telefoni juaj tregon të njëjtat dy fjalë:',
    compare: 'Nëse telefoni tregon fjalë të tjera, mos paguani atje.',
    opened: 'Telefoni juaj e hapi pagesën.',
    started: 'Në telefonin tuaj ka nisur një pagesë (mënyra e pagesës: {method}).',
    follows: 'Rezultati shfaqet vetë në këtë faqe. Mund edhe ta mbyllni.',
    here: 'Paguani në këtë ekran',
    cameHeading: 'Keni ardhur nga një ekran tjetër',
    cameWords: 'Ai tregon të njëjtat dy fjalë:',
    cameCompare: 'Nëse tregon fjalë të tjera, mos paguani këtu. Ekranin tjetër mund ta mbyllni; rezultati shfaqet vetë aty.',
  },
};
