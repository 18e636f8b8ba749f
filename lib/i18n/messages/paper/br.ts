/** The same in Breton. */
export const brPaper = {
  code: {
    title: 'Paeañ gant ur c’hod',
    heading: 'Paeañ gant ur c’hod moullet',
    lead: 'Skrivit ar c’hod ha niverenn ar brenadenn a zo moullet kichen-ha-kichen.',
    code: 'Kod',
    codeHint: 'Daouzek lizherenn ha sifr, da skouer 7K3D‑9XQ2‑M4TB. Ne vern al lizherennoù bras hag ar barrennigoù.',
    order: 'Niverenn ar brenadenn',
    orderHint: 'Evel m’emañ moullet e-kichen ar c’hod.',
    open: 'Digeriñ ar paeamant',
    unknown: {
      title: 'N’eo ket bet kavet ar c’hod',
      heading: 'N’anavezomp kod ebet gant an niverenn-brenadenn-se',
      detail: 'Gwiriit an daou. M’emaint evel m’int moullet, echu eo ar goulenn paeañ marteze\u00a0: goulennit unan nevez digant an hini en deus e gaset.',
    },
  },
  limited: {
    title: 'Re a glaskadennoù',
    heading: 'Re a glaskadennoù',
    detail: 'Gallout a reot klask en-dro a-benn {seconds, plural, one {# eilenn} two {# eilenn} few {# eilenn} many {# a eilennoù} other {# eilenn}}.',
  },
  verify: {
    title: 'Gwiriañ ur c’hod paeañ',
    heading: 'Ha deomp eo ar c’hod paeañ-mañ\u00a0?',
    lead: 'Gwiriit ur beganenn pe ul liamm a‑raok paeañ. Lavaret a raimp deoc’h hag-eñ e kas betek ennomp, ha da beseurt stal.',
    photo: 'Ul luc’hskeudenn eus ar c’hod',
    photoHint: 'PNG pe JPEG, 8 MB d’ar muiañ. Sellet e vez outi ur wech ha ne vez ket miret.',
    text: 'Pe ar chomlec’h pe ar c’hod',
    textHint: 'Eilit al liamm, pe skrivit ar c’hod berr a zo war ar paper.',
    check: 'Gwiriañ',
    again: 'Gwiriañ ur c’hod all',
    ours: {
      title: 'Deomp eo ar c’hod-mañ',
      heading: 'Deomp eo ar c’hod-mañ',
      headingSeveral: 'Deomp eo an holl godoù er skeudenn',
      advice: 'Gwiriit eo d’an hini-mañ e fell deoc’h paeañ.',
    },
    warning: {
      title: 'N’ho pet ket fiziañs er c’hod-mañ',
      heading: 'Na baeit ket gant ar c’hod-mañ',
      headingSeveral: 'N’eo ket deomp an holl godoù er skeudenn',
      advice: 'Na baeit ket, ha lavarit d’ar stal el lec’h m’hoc’h eus kavet anezhañ.',
    },
    findings: {
      ours: 'Deomp eo\u00a0: kas a ra d’ur paeamant da {merchant}.',
      foreign: 'N’eo ket deomp ar c’hod-mañ\u00a0: kas a ra da {host}.',
      nowhere: 'N’eo ket deomp ar c’hod-mañ\u00a0: n’eus chomlec’h web ebet ennañ.',
      elsewhere: 'Deomp eo al liamm paeañ a zo ennañ, met n’eo ket e chomlec’h\u00a0: kas a ra da {host}.',
      unknown: 'N’eo ket unan eus hol liammoù. Marteze eo bet lamet, pe falset eo.',
    },
    problems: {
      nothing: 'Dibabit ul luc’hskeudenn, pe pegit ur chomlec’h pe ur c’hod.',
      no_code:
        'N’hon eus kavet kod QR ebet er skeudenn-mañ. Luc’hskeudennit anezhañ war-eeun a-dal, sklaer ha gant gouloù mat, pe skrivit ar pezh a zo en e gichen.',
      unreadable: 'N’omp ket evit lenn ar skeudenn-mañ. Kasit ur PNG pe ur JPEG.',
      too_large: 'Re vras eo ar skeudenn-mañ. Kasit unan vihanoc’h, eus ar c’hod hepken.',
      busy: 'Kalz kodoù a zo o vezañ gwiriet evit poent. Klaskit en-dro a-benn ur pennadig.',
    },
  },
};
