/** The same in Portuguese of Brazil. */
export const ptBRScreens = {
  handOver: {
    things:
      'rio, lua, estrela, nuvem, montanha, floresta, ilha, ponte, torre, jardim, janela, luminária, relógio, chave, barco, âncora, sino, tambor, violino, maçã, limão, cereja, rosa, neve',
    animals:
      'raposa, urso, coruja, cisne, cavalo, leão, tigre, elefante, coelho, gato, alce, águia, baleia, golfinho, esquilo, ouriço, foca, tartaruga, caranguejo, borboleta, canguru, panda, girafa, pinguim',
    scanned: 'Já escaneei',
    title: 'Continua no seu celular: {merchant}',
    heading: 'Continue no seu celular',
    words: 'Seu celular mostra as mesmas duas palavras:',
    compare: 'Se o celular mostrar outras, não pague nele.',
    opened: 'Seu celular abriu o pagamento.',
    started: 'Um pagamento começou no seu celular (forma de pagamento: {method}).',
    follows: 'O resultado aparece sozinho nesta página. Você também pode fechá-la.',
    here: 'Pagar nesta tela',
    cameHeading: 'Você veio de outra tela',
    cameWords: 'Ela mostra as mesmas duas palavras:',
    cameCompare: 'Se ela mostrar outras, não pague aqui. Você pode fechar a outra tela; o resultado aparece nela sozinho.',
  },
};
