/** The same in French. */
export const frPaper = {
  code: {
    title: 'Payer avec un code',
    heading: 'Payer avec un code imprimé',
    lead: 'Saisissez le code et le numéro de commande, imprimés l’un à côté de l’autre.',
    code: 'Code',
    codeHint: 'Douze lettres et chiffres, par exemple 7K3D‑9XQ2‑M4TB. Majuscules ou minuscules, avec ou sans tirets\u00a0: peu importe.',
    order: 'Numéro de commande',
    orderHint: 'Tel qu’il est imprimé à côté du code.',
    open: 'Ouvrir le paiement',
    unknown: {
      title: 'Code introuvable',
      heading: 'Nous ne connaissons pas ce code avec ce numéro de commande',
      detail:
        'Vérifiez les deux. S’ils sont saisis tels qu’ils sont imprimés, la demande de paiement n’est peut-être plus valable\u00a0: demandez-en une nouvelle à la personne qui l’a envoyée.',
    },
  },
  limited: {
    title: 'Trop de tentatives',
    heading: 'Trop de tentatives',
    detail: 'Vous pourrez réessayer dans {seconds, plural, one {# seconde} many {# de secondes} other {# secondes}}.',
  },
  verify: {
    title: 'Vérifier un code de paiement',
    heading: 'Ce code de paiement est-il le nôtre\u00a0?',
    lead: 'Vérifiez un autocollant ou un lien avant de payer. Nous vous disons s’il mène chez nous, et à quelle boutique.',
    photo: 'Une photo du code',
    photoHint: 'PNG ou JPEG, 8 Mo au plus. Elle est examinée une seule fois et n’est pas conservée.',
    text: 'Ou son adresse ou son code',
    textHint: 'Copiez le lien, ou saisissez le code court imprimé.',
    check: 'Vérifier',
    again: 'Vérifier un autre code',
    ours: {
      title: 'Ce code est le nôtre',
      heading: 'Ce code est le nôtre',
      headingSeveral: 'Tous les codes de l’image sont les nôtres',
      advice: 'Assurez-vous que c’est bien à ce destinataire que vous voulez payer.',
    },
    warning: {
      title: 'Ne vous fiez pas à ce code',
      heading: 'Ne payez pas avec ce code',
      headingSeveral: 'Certains codes de l’image ne sont pas les nôtres',
      advice: 'Ne payez pas, et prévenez la boutique où vous l’avez trouvé.',
    },
    findings: {
      ours: 'Un des nôtres\u00a0: il mène à un paiement à {merchant}.',
      foreign: 'Ce code n’est pas le nôtre\u00a0: il mène à {host}.',
      nowhere: 'Ce code n’est pas le nôtre\u00a0: il ne contient aucune adresse web.',
      elsewhere: 'Le lien de paiement qu’il contient est le nôtre, mais pas son adresse\u00a0: elle mène à {host}.',
      unknown: 'Ce n’est pas un de nos liens. Il a peut-être été supprimé, ou c’est un faux.',
    },
    problems: {
      nothing: 'Choisissez une photo, ou collez une adresse ou un code.',
      no_code: 'Nous n’avons trouvé aucun QR code dans cette image. Photographiez-le bien de face, net et bien éclairé, ou saisissez ce qui est écrit à côté.',
      unreadable: 'Nous ne pouvons pas lire cette image. Envoyez un PNG ou un JPEG.',
      too_large: 'Cette image est trop grande. Envoyez-en une plus petite, du code seul.',
      busy: 'Beaucoup de codes sont vérifiés en ce moment. Réessayez dans un instant.',
    },
  },
};
