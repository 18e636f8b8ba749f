/** The same in Spanish. */
export const esScreens = {
  handOver: {
    things:
      'río, luna, estrella, nube, montaña, bosque, isla, puente, torre, jardín, ventana, lámpara, reloj, llave, barco, ancla, campana, tambor, violín, manzana, limón, cereza, rosa, nieve',
    animals:
      'zorro, oso, gaviota, cisne, caballo, león, tigre, elefante, liebre, gato, ciervo, águila, ballena, delfín, ardilla, erizo, rana, tortuga, cangrejo, abeja, canguro, cebra, jirafa, pingüino',
    scanned: 'Ya lo he escaneado',
    title: 'Continúa en su teléfono: {merchant}',
    heading: 'Continúe en su teléfono',
    words: 'Su teléfono muestra las mismas dos palabras:',
    compare: 'Si su teléfono muestra otras, no pague en él.',
    opened: 'Su teléfono ha abierto el pago.',
    started: 'Se ha iniciado un pago en su teléfono (forma de pago: {method}).',
    follows: 'El resultado aparecerá automáticamente en esta página. También puede cerrarla.',
    here: 'Pagar en esta pantalla',
    cameHeading: 'Viene de otra pantalla',
    cameWords: 'Allí se muestran las mismas dos palabras:',
    cameCompare: 'Si se muestran otras, no pague aquí. Puede cerrar la otra pantalla; el resultado aparecerá allí automáticamente.',
  },
};
