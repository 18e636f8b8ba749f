/** The same in Romanian. */
export const roPaper = {
  code: {
    title: 'Plată cu un cod',
    heading: 'Plată cu un cod tipărit',
    lead: 'Introduceți codul și numărul comenzii, tipărite unul lângă altul.',
    code: 'Cod',
    codeHint: 'Douăsprezece litere și cifre, de exemplu 7K3D‑9XQ2‑M4TB. Majusculele și liniuțele nu contează.',
    order: 'Numărul comenzii',
    orderHint: 'Așa cum este tipărit lângă cod.',
    open: 'Deschideți plata',
    unknown: {
      title: 'Cod negăsit',
      heading: 'Nu cunoaștem acest cod cu acest număr de comandă',
      detail:
        'Verificați-le pe amândouă. Dacă sunt scrise așa cum sunt tipărite, este posibil ca cererea de plată să se fi încheiat: cereți una nouă de la cine a trimis-o.',
    },
  },
  limited: {
    title: 'Prea multe încercări',
    heading: 'Prea multe încercări',
    detail: 'Puteți încerca din nou peste {seconds, plural, one {# secundă} few {# secunde} other {# de secunde}}.',
  },
  verify: {
    title: 'Verificarea unui cod de plată',
    heading: 'Este al nostru acest cod de plată?',
    lead: 'Verificați un autocolant sau un link înainte de a plăti. Vă spunem dacă este al nostru și la ce magazin duce.',
    photo: 'O fotografie a codului',
    photoHint: 'PNG sau JPEG, cel mult 8 MB. Este analizată o singură dată și nu se păstrează.',
    text: 'Sau adresa ori codul',
    textHint: 'Copiați linkul sau scrieți codul scurt tipărit.',
    check: 'Verificați',
    again: 'Verificați alt cod',
    ours: {
      title: 'Acest cod este al nostru',
      heading: 'Acest cod este al nostru',
      headingSeveral: 'Toate codurile din imagine sunt ale noastre',
      advice: 'Asigurați-vă că acesta este destinatarul dorit.',
    },
    warning: {
      title: 'Nu vă încredeți în acest cod',
      heading: 'Nu plătiți cu acest cod',
      headingSeveral: 'Nu toate codurile din imagine sunt ale noastre',
      advice: 'Nu plătiți și anunțați magazinul în care l-ați găsit.',
    },
    findings: {
      ours: 'Este de la noi: duce la o plată către {merchant}.',
      foreign: 'Acest cod nu este al nostru: duce la {host}.',
      nowhere: 'Acest cod nu este al nostru: nu conține nicio adresă web.',
      elsewhere: 'Linkul de plată din el este al nostru, dar adresa nu: duce la {host}.',
      unknown: 'Acesta nu este unul dintre linkurile noastre. Poate a fost eliminat sau este un fals.',
    },
    problems: {
      nothing: 'Alegeți o fotografie sau lipiți o adresă ori un cod.',
      no_code: 'Nu am găsit niciun cod QR în această imagine. Fotografiați-l din față, clar și la lumină bună, sau introduceți ce scrie lângă el.',
      unreadable: 'Nu putem citi această imagine. Trimiteți un PNG sau un JPEG.',
      too_large: 'Această imagine este prea mare. Trimiteți una mai mică, doar cu codul.',
      busy: 'Se verifică multe coduri chiar acum. Încercați din nou peste câteva clipe.',
    },
  },
};
