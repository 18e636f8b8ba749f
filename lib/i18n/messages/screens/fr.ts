/** The same in French. */
export const frScreens = {
  handOver: {
    things:
      'rivière, lune, étoile, nuage, montagne, forêt, île, pont, tour, jardin, fenêtre, lampe, horloge, clé, bateau, ancre, sapin, tambour, violon, pomme, citron, cerise, rose, neige',
    animals:
      'renard, ours, hibou, cygne, cheval, lion, tigre, éléphant, lapin, chat, cerf, aigle, baleine, dauphin, écureuil, hérisson, grenouille, tortue, crabe, papillon, koala, zèbre, girafe, pingouin',
    scanned: 'Je l’ai scanné',
    title: 'Suite sur votre téléphone\u00a0: {merchant}',
    heading: 'Continuez sur votre téléphone',
    words: 'Votre téléphone affiche les deux mêmes mots\u00a0:',
    compare: 'Si votre téléphone en affiche d’autres, n’y payez pas.',
    opened: 'Votre téléphone a ouvert le paiement.',
    started: 'Un paiement a commencé sur votre téléphone (moyen de paiement\u00a0: {method}).',
    follows: 'Le résultat s’affichera automatiquement sur cette page. Vous pouvez aussi la fermer.',
    here: 'Payer plutôt sur cet écran',
    cameHeading: 'Vous venez d’un autre écran',
    cameWords: 'Il affiche les deux mêmes mots\u00a0:',
    cameCompare: 'S’il en affiche d’autres, ne payez pas ici. Vous pouvez fermer l’autre écran\u00a0; le résultat s’y affichera automatiquement.',
  },
};
