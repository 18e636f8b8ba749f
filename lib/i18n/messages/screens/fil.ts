/** The same in Filipino. */
export const filScreens = {
  handOver: {
    things:
      'ilog, buwan, bituin, ulap, bundok, gubat, isla, tulay, tore, hardin, bintana, lampara, orasan, susi, bangka, angkla, kampana, tambol, biyolin, mansanas, limon, seresa, rosas, niyebe',
    animals:
      'soro, oso, kuwago, sisne, kabayo, leon, tigre, elepante, kuneho, pusa, kalabaw, agila, balyena, lumba-lumba, ardilya, parkupino, palaka, pagong, alimango, paruparo, kamelyo, sebra, dyirap, penguin',
    scanned: 'Na-scan ko na',
    title: 'Itinuloy sa telepono: {merchant}',
    heading: 'Magpatuloy sa inyong telepono',
    words: 'Ganito ring dalawang salita ang nasa telepono:',
    compare: 'Kung iba ang ipinapakita ng telepono, huwag magbayad doon.',
    opened: 'Nabuksan na sa telepono ang bayad.',
    started: 'Nagsimula na sa telepono ang bayad gamit ang {method}.',
    follows: 'Kusang ipapakita ng page na ito ang resulta. Puwede rin ninyo itong isara.',
    here: 'Dito na lang magbayad',
    cameHeading: 'Galing kayo sa ibang screen',
    cameWords: 'Ganito ring dalawang salita ang naroon:',
    cameCompare: 'Kung iba ang naroon, huwag magbayad dito. Puwede ninyong isara ang kabilang screen; kusa nitong ipapakita ang resulta.',
  },
};
