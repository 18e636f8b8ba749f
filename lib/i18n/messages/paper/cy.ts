/** The same in Welsh. */
export const cyPaper = {
  code: {
    title: 'Talu â chod',
    heading: 'Talu â chod oddi ar bapur',
    lead: 'Teipiwch y cod a rhif yr archeb sydd wedi’u hargraffu ochr yn ochr.',
    code: 'Cod',
    codeHint: 'Deuddeg llythyren a rhif, megis 7K3D‑9XQ2‑M4TB. Nid yw priflythrennau na chysylltnodau o bwys.',
    order: 'Rhif yr archeb',
    orderHint: 'Fel y mae wedi’i argraffu wrth ymyl y cod.',
    open: 'Agor y taliad',
    unknown: {
      title: 'Heb ganfod y cod',
      heading: 'Nid oes gennym god o’r fath gyda’r rhif archeb hwn',
      detail: 'Gwiriwch y ddau. Os ydynt fel yn y print, efallai fod y cais am daliad wedi dod i ben: gofynnwch i’r anfonwr am un newydd.',
    },
  },
  limited: {
    title: 'Gormod o ymgeisiau',
    heading: 'Gormod o ymgeisiau',
    detail:
      'Gallwch roi cynnig arall arni ymhen {seconds, plural, zero {# eiliad} one {# eiliad} two {# eiliad} few {# eiliad} many {# eiliad} other {# eiliad}}.',
  },
  verify: {
    title: 'Gwirio cod talu',
    heading: 'Ai ni sydd biau’r cod talu hwn?',
    lead: 'Gwiriwch sticer neu ddolen cyn talu. Dywedwn wrthych a yw’n arwain atom ni, ac at ba siop.',
    photo: 'Llun o’r cod',
    photoHint: 'PNG neu JPEG, 8 MB ar y mwyaf. Edrychir arno unwaith ac ni chaiff ei gadw.',
    text: 'Neu’r cyfeiriad neu’r cod',
    textHint: 'Copïwch y ddolen, neu teipiwch y cod byr oddi ar y papur.',
    check: 'Gwirio',
    again: 'Gwirio cod arall',
    ours: {
      title: 'Ni sydd biau’r cod hwn',
      heading: 'Ni sydd biau’r cod hwn',
      headingSeveral: 'Ni sydd biau pob cod yn y llun',
      advice: 'Gwnewch yn siŵr mai dyma bwy rydych am ei dalu.',
    },
    warning: {
      title: 'Peidiwch ag ymddiried yn y cod hwn',
      heading: 'Peidiwch â thalu â’r cod hwn',
      headingSeveral: 'Nid ni sydd biau pob cod yn y llun',
      advice: 'Peidiwch â thalu, a dywedwch wrth y siop lle daethoch o hyd iddo.',
    },
    findings: {
      ours: 'Un o’n rhai ni: mae’n arwain at daliad i {merchant}.',
      foreign: 'Nid ni sydd biau’r cod hwn: mae’n arwain at {host}.',
      nowhere: 'Nid ni sydd biau’r cod hwn: nid oes cyfeiriad gwe ynddo.',
      elsewhere: 'Ni sydd biau’r ddolen dalu ynddo, ond nid y cyfeiriad: mae’n arwain at {host}.',
      unknown: 'Nid yw hon yn un o’n dolenni ni. Efallai iddi gael ei dileu, neu ei bod yn ffug.',
    },
    problems: {
      nothing: 'Dewiswch lun, neu gludwch gyfeiriad neu god.',
      no_code: 'Ni welsom god QR yn y llun hwn. Tynnwch lun ohono’n syth o’r tu blaen, yn eglur ac mewn golau da, neu teipiwch yr hyn sydd wrth ei ymyl.',
      unreadable: 'Ni allwn ddarllen y llun hwn. Anfonwch PNG neu JPEG.',
      too_large: 'Mae’r llun hwn yn rhy fawr. Anfonwch un llai, o’r cod yn unig.',
      busy: 'Mae llawer o godau’n cael eu gwirio ar hyn o bryd. Rhowch gynnig arall arni ymhen munud.',
    },
  },
};
