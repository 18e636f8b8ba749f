/** The same in Irish. */
export const gaPaper = {
  code: {
    title: 'Íoc le cód',
    heading: 'Íoc le cód clóite',
    lead: 'Clóscríobh an cód agus uimhir an ordaithe atá clóite taobh le taobh.',
    code: 'Cód',
    codeHint: 'Dhá charachtar déag (litreacha agus figiúirí), mar shampla 7K3D‑9XQ2‑M4TB. Is cuma faoi cheannlitreacha agus faoi fhleiscíní.',
    order: 'Uimhir an ordaithe',
    orderHint: 'Mar atá sí clóite in aice leis an gcód.',
    open: 'Oscail an íocaíocht',
    unknown: {
      title: 'Ní bhfuarthas an cód',
      heading: 'Níl a leithéid de chód againn leis an uimhir ordaithe seo',
      detail:
        'Seiceáil an dá cheann. Má tá siad mar atá siad clóite, b’fhéidir go bhfuil deireadh leis an iarratas ar íocaíocht: iarr ceann nua ar an té a sheol é.',
    },
  },
  limited: {
    title: 'An iomarca iarrachtaí',
    heading: 'An iomarca iarrachtaí',
    detail: 'Is féidir triail arís i gceann {seconds, plural, one {# soicind} two {# shoicind} few {# shoicind} many {# soicind} other {# soicind}}.',
  },
  verify: {
    title: 'Seiceáil cód íocaíochta',
    heading: 'An linne an cód íocaíochta seo?',
    lead: 'Seiceáil greamán nó nasc sula n‑íocann tú. Inseoimid duit an chugainne a théann sé, agus cén siopa lena mbaineann sé.',
    photo: 'Grianghraf den chód',
    photoHint: 'PNG nó JPEG, 8 MB ar a mhéad. Breathnaítear air uair amháin agus ní choimeádtar é.',
    text: 'Nó an seoladh nó an cód',
    textHint: 'Cóipeáil an nasc, nó clóscríobh an cód gearr ón bpáipéar.',
    check: 'Seiceáil',
    again: 'Seiceáil cód eile',
    ours: {
      title: 'Is linne an cód seo',
      heading: 'Is linne an cód seo',
      headingSeveral: 'Is linne gach cód sa phictiúr',
      advice: 'Deimhnigh gurb é seo an té is mian leat a íoc.',
    },
    warning: {
      title: 'Ná cuir muinín sa chód seo',
      heading: 'Ná híoc leis an gcód seo',
      headingSeveral: 'Ní linne gach cód sa phictiúr',
      advice: 'Ná híoc, agus inis don siopa ina bhfuair tú é.',
    },
    findings: {
      ours: 'Is linne é: téann sé chuig íocaíocht leis an díoltóir {merchant}.',
      foreign: 'Ní linne an cód seo: téann sé chuig {host}.',
      nowhere: 'Ní linne an cód seo: níl aon seoladh gréasáin ann.',
      elsewhere: 'Is linne an nasc íocaíochta atá ann, ach ní linne a sheoladh: téann sé chuig {host}.',
      unknown: 'Ní ceann dár naisc é seo. B’fhéidir gur baineadh é, nó gur brionnú é.',
    },
    problems: {
      nothing: 'Roghnaigh grianghraf, nó greamaigh seoladh nó cód.',
      no_code:
        'Ní bhfuaireamar cód QR sa phictiúr seo. Glac grianghraf de díreach ón tosach, go soiléir agus faoi sholas maith, nó clóscríobh an méid atá in aice leis.',
      unreadable: 'Ní féidir linn an pictiúr seo a léamh. Seol PNG nó JPEG.',
      too_large: 'Tá an pictiúr seo rómhór. Seol ceann níos lú, den chód amháin.',
      busy: 'Tá go leor cód á seiceáil faoi láthair. Triail arís i gceann nóiméid.',
    },
  },
};
