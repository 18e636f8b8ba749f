/** The same in Catalan. */
export const caPaper = {
  code: {
    title: 'Pagar amb un codi',
    heading: 'Pagar amb un codi imprès',
    lead: 'Escriviu el codi i el número de comanda que hi ha impresos de costat.',
    code: 'Codi',
    codeHint: 'Dotze lletres i xifres, com ara 7K3D‑9XQ2‑M4TB. Les majúscules i els guions no hi fan res.',
    order: 'Número de comanda',
    orderHint: 'Tal com està imprès al costat del codi.',
    open: 'Obre el pagament',
    unknown: {
      title: 'Codi no trobat',
      heading: 'No coneixem aquest codi amb aquest número de comanda',
      detail:
        'Comproveu-los tots dos. Si els heu escrit tal com estan impresos, potser la sol·licitud de pagament s’ha acabat: demaneu-ne una de nova a qui us l’ha enviat.',
    },
  },
  limited: {
    title: 'Massa intents',
    heading: 'Massa intents',
    detail: 'Podreu tornar-ho a provar d’aquí a {seconds, plural, one {# segon} many {# de segons} other {# segons}}.',
  },
  verify: {
    title: 'Comprovar un codi de pagament',
    heading: 'És nostre aquest codi de pagament?',
    lead: 'Comproveu un adhesiu o un enllaç abans de pagar. Us direm si és nostre i a quina botiga porta.',
    photo: 'Una foto del codi',
    photoHint: 'PNG o JPEG, de 8 MB com a màxim. S’examina un sol cop i no es desa.',
    text: 'O la seva adreça o el seu codi',
    textHint: 'Copieu l’enllaç o escriviu el codi curt imprès.',
    check: 'Comprova',
    again: 'Comprova un altre codi',
    ours: {
      title: 'Aquest codi és nostre',
      heading: 'Aquest codi és nostre',
      headingSeveral: 'Tots els codis de la imatge són nostres',
      advice: 'Assegureu-vos que és a qui voleu pagar.',
    },
    warning: {
      title: 'No us refieu d’aquest codi',
      heading: 'No pagueu amb aquest codi',
      headingSeveral: 'No tots els codis de la imatge són nostres',
      advice: 'No pagueu i aviseu la botiga on l’heu trobat.',
    },
    findings: {
      ours: 'És un dels nostres: porta a un pagament a {merchant}.',
      foreign: 'Aquest codi no és nostre: porta a {host}.',
      nowhere: 'Aquest codi no és nostre: no conté cap adreça web.',
      elsewhere: 'L’enllaç de pagament que conté és nostre, però l’adreça no: porta a {host}.',
      unknown: 'Aquest no és un dels nostres enllaços. Potser s’ha suprimit o és una falsificació.',
    },
    problems: {
      nothing: 'Trieu una foto o enganxeu una adreça o un codi.',
      no_code: 'No hem trobat cap codi QR en aquesta imatge. Fotografieu-lo de cara, nítid i amb bona llum, o escriviu el que hi ha al costat.',
      unreadable: 'No podem llegir aquesta imatge. Envieu un PNG o un JPEG.',
      too_large: 'Aquesta imatge és massa gran. Envieu-ne una de més petita, només del codi.',
      busy: 'Ara mateix s’estan comprovant molts codis. Torneu-ho a provar d’aquí a un moment.',
    },
  },
};
