/** The same in Galician. */
export const glScreens = {
  handOver: {
    things:
      'río, lúa, estrela, nube, montaña, bosque, illa, ponte, torre, xardín, ventá, lámpada, reloxo, chave, barco, áncora, campá, tambor, violín, mazá, limón, cereixa, rosa, neve',
    animals:
      'raposo, oso, gaivota, cisne, cabalo, león, tigre, elefante, lebre, gato, cervo, aguia, balea, golfiño, esquío, ourizo, ra, tartaruga, cangrexo, bolboreta, canguro, cebra, xirafa, pingüín',
    scanned: 'Xa o escaneei',
    title: 'Continúa no seu móbil: {merchant}',
    heading: 'Continúe no seu móbil',
    words: 'O seu móbil mostra as mesmas dúas palabras:',
    compare: 'Se o móbil mostra outras, non pague nel.',
    opened: 'O seu móbil abriu o pagamento.',
    started: 'Iniciouse un pagamento no seu móbil (forma de pagamento: {method}).',
    follows: 'O resultado aparecerá automaticamente nesta páxina. Tamén pode pechala.',
    here: 'Pagar nesta pantalla',
    cameHeading: 'Vén doutra pantalla',
    cameWords: 'Alí móstranse as mesmas dúas palabras:',
    cameCompare: 'Se se mostran outras, non pague aquí. Pode pechar a outra pantalla; o resultado aparecerá alí automaticamente.',
  },
};
