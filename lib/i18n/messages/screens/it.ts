/** The same in Italian. */
export const itScreens = {
  handOver: {
    things:
      'fiume, luna, stella, nuvola, montagna, bosco, isola, ponte, torre, giardino, finestra, lampada, orologio, chiave, barca, faro, campana, tamburo, violino, mela, limone, ciliegia, rosa, neve',
    animals:
      'volpe, orso, koala, cigno, cavallo, leone, tigre, elefante, coniglio, gatto, cervo, aquila, balena, delfino, scoiattolo, riccio, rana, tartaruga, granchio, farfalla, cammello, zebra, giraffa, pinguino',
    scanned: 'L’ho inquadrato',
    title: 'Continua sul Suo telefono: {merchant}',
    heading: 'Continui sul Suo telefono',
    words: 'Sul Suo telefono compaiono le stesse due parole:',
    compare: 'Se sul telefono ne compaiono altre, lì non paghi.',
    opened: 'Il Suo telefono ha aperto il pagamento.',
    started: 'È iniziato un pagamento sul Suo telefono (metodo di pagamento: {method}).',
    follows: 'L’esito comparirà da solo in questa pagina. Può anche chiuderla.',
    here: 'Paga invece su questo schermo',
    cameHeading: 'Arriva da un altro schermo',
    cameWords: 'Lì compaiono le stesse due parole:',
    cameCompare: 'Se ne compaiono altre, qui non paghi. Può chiudere l’altro schermo; l’esito vi comparirà da solo.',
  },
};
