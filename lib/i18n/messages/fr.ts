import type { Messages } from '../languages.ts';
import { frPaper } from './paper/fr.ts';
import { frReceipt } from './receipt/fr.ts';
import { frScreens } from './screens/fr.ts';

/** French. A no-break space stands before ? ! : ; and inside « ». */
export const fr: Messages = {
  testMode: { label: 'Mode test', detail: 'Aucun débit réel.' },
  picker: 'Langue',
  preview: {
    title: '{merchant}\u00a0: demande de paiement',
    description: 'Ouvrez le lien pour voir la commande et payer.',
    descriptionAmount: '{amount}. Ouvrez le lien pour voir la commande et payer.',
  },
  open: {
    title: 'Demande de paiement envoyée par {merchant}',
    declinedTitle: 'Paiement refusé\u00a0: {merchant}',
    heading: 'Paiement à {merchant}',
    orderId: 'Commande {orderId}',
    methodsHeading: 'Comment souhaitez-vous payer\u00a0?',
    onlyMethodHeading: 'Moyen de paiement',
    waitOrContact: 'Si vous ne pouvez pas attendre, contactez {merchant}.',
    noMethods: 'Aucun moyen de paiement n’est disponible ici pour le moment. Réessayez plus tard ou contactez {merchant}.',
    noMethodsHere:
      'Aucun des moyens de paiement de cette commande ne fonctionne dans ce navigateur. Ouvrez cette page dans un autre navigateur ou sur un autre appareil, ou contactez {merchant}.',
    pay: 'Payer {amount}',
    payTo: 'à {merchant}',
    connecting: 'Connexion…',
    nextStep:
      'Vous allez continuer sur une page sécurisée du prestataire de paiement. Aucun montant ne sera débité tant que vous n’y aurez pas confirmé le paiement.',
    onPhone: 'Vous préférez payer sur votre téléphone\u00a0? Scannez ce code pour y continuer.',
    openLinkAgain: 'Pour réessayer, rouvrez le lien de paiement que vous avez reçu.',
  },
  methods: {
    creditcard: 'Carte bancaire',
    bankpayment: 'Paiement bancaire',
    openbanking: 'Virement bancaire',
    invoice: 'Facture',
    giftcard: 'Carte cadeau',
  },
  order: {
    heading: 'Détail de la commande',
    quantity: 'Quantité\u00a0: {quantity}',
    tax: 'TVA',
    shipping: 'Livraison',
    total: 'Total',
  },
  time: {
    label: 'Temps restant pour payer',
    start: 'Dès que vous commencez, vous avez {minutes, plural, one {# minute} many {# de minutes} other {# minutes}} pour payer.',
    until: 'Vous pouvez payer jusqu’à {time}.',
    left: 'Encore {minutes, plural, one {# minute} many {# de minutes} other {# minutes}} pour payer.',
    leftSeconds: 'Encore {seconds, plural, one {# seconde} many {# de secondes} other {# secondes}} pour payer.',
    extend: 'Ajouter {minutes, plural, one {# minute} many {# de minutes} other {# minutes}}',
    extendSeconds: 'Ajouter {seconds, plural, one {# seconde} many {# de secondes} other {# secondes}}',
    added: 'Temps ajouté.',
    last: 'Ce délai ne peut plus être prolongé.',
    fixed: 'Ce délai ne peut pas être prolongé.',
  },
  decline: {
    heading: 'Votre paiement a été refusé',
    advice: 'Aucun montant n’a été débité. Réessayez ou choisissez un autre moyen de paiement.',
    reasons: {
      insufficient_funds: 'Le solde de la carte ou du compte est insuffisant.',
      expired_card: 'La carte a expiré.',
      wrong_details: 'Les informations de la carte sont incorrectes. Vérifiez le numéro, la date d’expiration et le code de sécurité.',
      limit_exceeded: 'Le montant dépasse le plafond de la carte ou du compte. Votre banque peut vous en dire plus.',
      card_not_accepted: 'Cette carte ne peut pas être utilisée ici. Votre banque peut vous en dire plus.',
      not_confirmed: 'Le paiement n’a pas été confirmé auprès de votre banque.',
      try_later: 'La banque n’a pas pu traiter le paiement pour le moment. Réessayez un peu plus tard.',
      other: 'Votre banque n’a pas accepté le paiement. Elle peut vous dire pourquoi.',
    },
  },
  unfinished: {
    heading: 'Vous avez un paiement en cours',
    detail:
      'Terminez-le là où vous l’avez commencé, dans un autre onglet ou dans une application (moyen de paiement\u00a0: {method}). Si vous l’y avez déjà confirmé, attendez le résultat.',
    continue: 'Reprendre ce paiement',
    other: 'Ou recommencez ci-dessous.',
  },
  coolDown: {
    heading: 'Trop de tentatives',
    detail: 'Vous pourrez réessayer dans {minutes, plural, one {# minute} many {# de minutes} other {# minutes}}.',
  },
  offline: 'Vous êtes hors ligne. Rien n’est envoyé ni débité. La page reprendra automatiquement dès que la connexion sera rétablie.',
  inApp: {
    heading: 'Vous êtes dans le navigateur intégré à {app}',
    headingUnnamed: 'Vous êtes dans le navigateur d’une application',
    detail:
      'Certains moyens de paiement n’y fonctionnent pas et ne sont pas affichés. Ouvrez cette page dans votre propre navigateur\u00a0: choisissez «\u00a0Ouvrir dans le navigateur\u00a0» dans le menu de l’application, ou copiez le lien.',
    hint: 'Si un moyen de paiement ne fonctionne pas ici, ouvrez cette page dans votre propre navigateur\u00a0: choisissez «\u00a0Ouvrir dans le navigateur\u00a0» dans le menu de l’application, ou copiez le lien.',
    open: 'Ouvrir dans mon navigateur',
    copy: 'Copier le lien',
    copied: 'Lien copié',
  },
  cancelledTry: 'Vous avez annulé le paiement. Aucun montant n’a été débité. Vous pouvez toujours payer ci-dessous.',
  notices: {
    order_changed: 'La commande a été modifiée pendant que cette page était ouverte. Aucun montant n’a été débité. Vérifiez le nouveau montant avant de payer.',
    gateway_unreachable: 'Le prestataire de paiement n’a pas pu être joint. Aucun montant n’a été débité. Veuillez réessayer.',
    method_unavailable: 'Ce moyen de paiement n’est pas disponible pour le moment. Aucun montant n’a été débité. Veuillez en choisir un autre.',
    choose_method: 'Choisissez un moyen de paiement.',
    payment_in_progress:
      'Un paiement est déjà en cours de lancement pour cette commande. Votre dernier appui n’a entraîné aucun débit. Patientez un instant avant de réessayer.',
  },
  checking: {
    title: 'Vérification de votre paiement',
    heading: 'Nous vérifions votre paiement',
    detail: 'Veuillez ne pas payer une deuxième fois. Le résultat s’affichera automatiquement sur cette page, en général en quelques secondes.',
  },
  pending: {
    title: 'Paiement en traitement',
    heading: 'Votre paiement est en cours de traitement',
    detail:
      'La banque a reçu l’ordre de paiement et donnera sa réponse plus tard, ce qui peut prendre quelques jours. {merchant} recevra cette réponse dès qu’elle sera connue. Vous pouvez fermer cette page. Veuillez ne pas payer une deuxième fois.',
  },
  paid: {
    title: 'Payé à {merchant}',
    heading: 'Paiement effectué',
    thanks: 'Merci. Votre paiement à {merchant} a bien été effectué.',
    elsewhere: 'Le paiement a été effectué sur un autre appareil ou dans un autre onglet. Vous n’avez rien à faire ici.',
    receiptHeading: 'Reçu',
    merchant: 'Bénéficiaire',
    orderId: 'Commande',
    paidAt: 'Date',
    method: 'Moyen de paiement',
    card: 'Carte',
    cardEnding: '•••• {last4}',
    cardEndingSpoken: 'se terminant par {last4}',
    reference: 'Référence',
    keep: 'Indiquez la référence si vous contactez {merchant} au sujet de ce paiement.',
    testReceipt: 'Établi en mode test. Ceci n’est pas une preuve de paiement.',
  },
  expired: {
    title: 'Lien expiré',
    heading: 'Ce lien de paiement a expiré',
    detail: 'Il ne permet plus de payer. Si vous souhaitez toujours payer, demandez un nouveau lien à {merchant}.',
    openedHeading: 'Le délai pour payer est écoulé',
    openedDetail:
      'Une fois ouvert, ce lien permettait de payer pendant un temps limité. Si vous souhaitez toujours payer, demandez un nouveau lien à {merchant}.',
  },
  replaced: {
    title: 'Lien remplacé',
    heading: 'Il existe un lien de paiement plus récent',
    detail: 'Celui-ci ne fonctionne plus. Utilisez le dernier lien que {merchant} vous a envoyé, ou demandez-en un nouveau.',
  },
  cancelled: {
    title: 'Demande de paiement annulée',
    heading: 'Cette demande de paiement a été annulée',
    detail: 'Ce lien ne permet plus de payer. Si vous pensez qu’il s’agit d’une erreur, demandez un nouveau lien à {merchant}.',
  },
  disabled: {
    title: 'Paiements suspendus',
    heading: 'Les paiements sont suspendus pour le moment',
    detail: '{merchant} ne peut pas accepter de paiements ici pour le moment. Réessayez plus tard ou contactez {merchant}.',
  },
  failed: {
    title: 'Paiement non abouti',
    heading: 'Le paiement n’a pas abouti',
    detail: 'Aucun montant n’a été débité. Adressez-vous à {merchant} si vous souhaitez réessayer.',
  },
  surplus: {
    title: 'Remboursement en cours',
    heading: 'Votre remboursement est en cours',
    detail:
      'Ce paiement est arrivé alors que {merchant} ne pouvait plus l’accepter pour cette commande. La totalité du montant vous est remboursée par le moyen de paiement utilisé\u00a0; vous n’avez rien à faire.',
  },
  unknown: {
    title: 'Lien introuvable',
    heading: 'Ce lien de paiement nous est inconnu',
    detail:
      'Vérifiez que vous avez ouvert le lien en entier, ou scannez de nouveau le QR code. Si cela ne fonctionne toujours pas, demandez un nouveau lien à la personne qui vous l’a envoyé.',
  },
  ...frPaper,
  ...frReceipt,
  ...frScreens,
  leave: {
    title: 'Vers le paiement',
    connectingHeading: 'Connexion au prestataire de paiement',
    connectingDetail: 'Cela prend un instant. Veuillez garder cette page ouverte.',
    readyHeading: 'Vous allez payer {amount}',
    readyDetail: 'à {merchant}. Moyen de paiement\u00a0: {method}.',
    amountTo: '{amount} à {merchant}',
    goesTo: 'Vous continuez sur',
    continue: 'Continuer',
    overTitle: 'Étape terminée',
    overHeading: 'Cette étape est déjà terminée',
    overDetail: 'Il ne se passe plus rien ici. Revenez au paiement pour voir où il en est.',
    back: 'Revenir au paiement',
  },
  follow: {
    title: 'Redirection',
    heading: 'Un instant',
    detail: 'La suite s’affichera automatiquement. Si rien ne se passe, appuyez sur le bouton.',
  },
  refresh: 'Vérifier à nouveau',
  notFound: {
    title: 'Page introuvable',
    heading: 'Il n’y a aucune page à cette adresse',
    detail: 'Si vous vouliez payer, rouvrez le lien de paiement que vous avez reçu.',
  },
  failure: {
    title: 'Un problème est survenu',
    heading: 'Un problème est survenu de notre côté',
    detail:
      'Si vous venez de payer, ne payez pas une deuxième fois\u00a0: rouvrez votre lien de paiement plus tard pour voir le résultat. Sinon, réessayez dans un instant.',
    retry: 'Réessayer',
  },
  frontDoor: {
    title: 'Liens de paiement',
    heading: 'Liens de paiement',
    lead: 'Ce serveur encaisse des paiements par lien et par QR code, conformément à l’API AltaPay Checkout.',
    payerHeading: 'Vous venez payer\u00a0?',
    payer: 'Ouvrez le lien que vous avez reçu ou scannez le QR code. La boutique qui vous l’a envoyé peut vous l’envoyer de nouveau.',
    merchantHeading: 'Vous voulez encaisser\u00a0?',
    merchant: 'Votre serveur communique avec cette adresse\u00a0:',
    merchantDetail:
      'Authentifiez-vous, créez une session avec une commande, puis un lien pour cette session. Le README explique chaque appel et chaque paramètre.',
    startHeading: 'Essayer en mode test',
    start: 'Exécutée dans le dossier du projet, cette instruction crée une commande et un lien permettant de la payer avec une carte de test\u00a0:',
  },
  poster: {
    scan: 'Scannez pour payer avec votre téléphone',
    check: 'Avant de payer, vérifiez que votre téléphone affiche cette adresse',
    type: 'Vous ne pouvez pas scanner\u00a0? Rendez-vous sur {address} et saisissez le code {code} et le numéro de commande {orderId}.',
    code: 'QR code du lien de paiement',
  },
};
