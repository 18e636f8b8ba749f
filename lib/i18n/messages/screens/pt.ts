/** The same in Portuguese. */
export const ptScreens = {
  handOver: {
    things:
      'rio, lua, estrela, nuvem, montanha, floresta, ilha, ponte, torre, jardim, janela, candeeiro, relógio, chave, barco, âncora, sino, tambor, violino, maçã, limão, cereja, rosa, neve',
    animals:
      'raposa, urso, coruja, cisne, cavalo, leão, tigre, elefante, coelho, gato, alce, águia, baleia, golfinho, esquilo, ouriço, foca, tartaruga, caranguejo, borboleta, canguru, zebra, girafa, pinguim',
    scanned: 'Já li o código',
    title: 'Continua no seu telemóvel: {merchant}',
    heading: 'Continue no seu telemóvel',
    words: 'O seu telemóvel mostra as mesmas duas palavras:',
    compare: 'Se o telemóvel mostrar outras, não pague aí.',
    opened: 'O seu telemóvel abriu o pagamento.',
    started: 'Começou um pagamento no seu telemóvel (forma de pagamento: {method}).',
    follows: 'O resultado aparece automaticamente nesta página. Também pode fechá-la.',
    here: 'Pagar antes neste ecrã',
    cameHeading: 'Veio de outro ecrã',
    cameWords: 'O outro ecrã mostra as mesmas duas palavras:',
    cameCompare: 'Se mostrar outras, não pague aqui. Pode fechar o outro ecrã; o resultado aparece lá automaticamente.',
  },
};
