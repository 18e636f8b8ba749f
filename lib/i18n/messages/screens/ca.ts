/** The same in Catalan. */
export const caScreens = {
  handOver: {
    things:
      'riu, lluna, estrella, núvol, muntanya, bosc, illa, pont, torre, jardí, finestra, làmpada, rellotge, clau, barca, àncora, campana, tambor, violí, poma, llimona, cirera, rosa, neu',
    animals:
      'guineu, ós, mussol, cigne, cavall, lleó, tigre, elefant, llebre, gat, cérvol, àguila, balena, dofí, castor, eriçó, granota, tortuga, cranc, papallona, cangur, zebra, girafa, pingüí',
    scanned: 'Ja l’he escanejat',
    title: 'Continua al vostre mòbil: {merchant}',
    heading: 'Continueu al mòbil',
    words: 'El vostre mòbil mostra les mateixes dues paraules:',
    compare: 'Si el mòbil en mostra unes altres, no hi pagueu.',
    opened: 'El vostre mòbil ha obert el pagament.',
    started: 'S’ha iniciat un pagament al vostre mòbil (forma de pagament: {method}).',
    follows: 'El resultat apareixerà tot sol en aquesta pàgina. També la podeu tancar.',
    here: 'Paga en aquesta pantalla',
    cameHeading: 'Veniu d’una altra pantalla',
    cameWords: 'S’hi mostren les mateixes dues paraules:',
    cameCompare: 'Si se n’hi mostren unes altres, no pagueu aquí. Podeu tancar l’altra pantalla; el resultat hi apareixerà tot sol.',
  },
};
