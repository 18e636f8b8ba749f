/** The same in Irish. */
export const gaScreens = {
  handOver: {
    things:
      'abhainn, gealach, réalta, scamall, sliabh, foraois, oileán, droichead, túr, gairdín, fuinneog, lampa, clog, eochair, bád, ancaire, trumpa, druma, fidil, úll, líomóid, silín, rós, sneachta',
    animals:
      'sionnach, béar, ulchabhán, eala, capall, leon, tíogar, eilifint, coinín, cat, fia, iolar, míol mór, deilf, iora, gráinneog, frog, turtar, portán, féileacán, moncaí, séabra, sioráf, piongain',
    scanned: 'Tá sé scanta agam',
    title: 'Ag leanúint ar d’fhón: {merchant}',
    heading: 'Lean ar aghaidh ar d’fhón',
    words: 'Tá an dá fhocal chéanna ar d’fhón:',
    compare: 'Má tá focail eile ar d’fhón, ná híoc ansin.',
    opened: 'Tá an íocaíocht oscailte ar d’fhón.',
    started: 'Tosaíodh íocaíocht ar d’fhón (modh íocaíochta: {method}).',
    follows: 'Taispeánfaidh an leathanach seo an toradh uaidh féin. Is féidir é a dhúnadh freisin.',
    here: 'Íoc ar an scáileán seo ina ionad',
    cameHeading: 'Tháinig tú anseo ó scáileán eile',
    cameWords: 'Tá an dá fhocal chéanna air:',
    cameCompare: 'Má tá focail eile air, ná híoc anseo. Is féidir leat an scáileán eile a dhúnadh; taispeánfaidh sé an toradh uaidh féin.',
  },
};
