/** The same in Swahili. */
export const swPaper = {
  code: {
    title: 'Lipa kwa msimbo',
    heading: 'Lipa kwa msimbo uliochapishwa',
    lead: 'Andika msimbo na namba ya oda vilivyochapishwa pamoja.',
    code: 'Msimbo',
    codeHint: 'Herufi na tarakimu kumi na mbili, kama 7K3D‑9XQ2‑M4TB. Herufi kubwa na vistari havileti tofauti.',
    order: 'Namba ya oda',
    orderHint: 'Kama ilivyochapishwa kando ya msimbo.',
    open: 'Fungua malipo',
    unknown: {
      title: 'Msimbo haukupatikana',
      heading: 'Hatuna msimbo kama huo wenye namba hii ya oda',
      detail: 'Angalia vyote viwili. Ikiwa umeviandika kama vilivyochapishwa, huenda ombi la malipo limeisha: omba jipya kwa aliyekutumia.',
    },
  },
  limited: {
    title: 'Umejaribu mara nyingi mno',
    heading: 'Umejaribu mara nyingi mno',
    detail: 'Unaweza kujaribu tena baada ya {seconds, plural, one {sekunde #} other {sekunde #}}.',
  },
  verify: {
    title: 'Kagua msimbo wa malipo',
    heading: 'Je, msimbo huu wa malipo ni wetu?',
    lead: 'Kagua stika au kiungo kabla ya kulipa. Tutakuambia kama kinaelekeza kwetu, na kwa duka lipi.',
    photo: 'Picha ya msimbo',
    photoHint: 'PNG au JPEG, isiyozidi MB 8. Huangaliwa mara moja tu na haihifadhiwi.',
    text: 'Au anwani yake au msimbo wake',
    textHint: 'Nakili kiungo, au andika msimbo mfupi ulio kwenye karatasi.',
    check: 'Kagua',
    again: 'Kagua msimbo mwingine',
    ours: {
      title: 'Msimbo huu ni wetu',
      heading: 'Msimbo huu ni wetu',
      headingSeveral: 'Misimbo yote kwenye picha ni yetu',
      advice: 'Hakikisha huyu ndiye unayetaka kumlipa.',
    },
    warning: {
      title: 'Usiuamini msimbo huu',
      heading: 'Usilipe kwa msimbo huu',
      headingSeveral: 'Si misimbo yote kwenye picha ni yetu',
      advice: 'Usilipe, na ulijulishe duka ulipoukuta.',
    },
    findings: {
      ours: 'Ni wetu: unaelekeza kwenye malipo kwa {merchant}.',
      foreign: 'Msimbo huu si wetu: unaelekeza kwenye {host}.',
      nowhere: 'Msimbo huu si wetu: hauna anwani ya wavuti.',
      elsewhere: 'Kiungo cha malipo kilichomo ni chetu, lakini anwani yake si yetu: inaelekeza kwenye {host}.',
      unknown: 'Hiki si kiungo chetu. Huenda kimeondolewa, au ni cha kughushi.',
    },
    problems: {
      nothing: 'Chagua picha, au bandika anwani au msimbo.',
      no_code:
        'Hatukupata msimbo wa QR kwenye picha hii. Upige picha moja kwa moja kutoka mbele, ionekane vizuri na penye mwanga, au andika yaliyo kando yake.',
      unreadable: 'Hatuwezi kusoma picha hii. Tuma PNG au JPEG.',
      too_large: 'Picha hii ni kubwa mno. Tuma ndogo zaidi, ya msimbo peke yake.',
      busy: 'Misimbo mingi inakaguliwa sasa hivi. Jaribu tena baada ya muda mfupi.',
    },
  },
};
