/** The same in Maltese. */
export const mtScreens = {
  handOver: {
    things:
      'xmara, qamar, stilla, sħaba, muntanja, foresta, gżira, pont, torri, ġnien, tieqa, lampa, arloġġ, ċavetta, dgħajsa, ankra, qanpiena, tanbur, vjolin, tuffieħa, lumija, ċirasa, warda, borra',
    animals:
      'volpi, ors, gawwija, ċinju, pappagall, papra, tigra, iljunfant, fenek, qattus, ċerv, ajkla, balena, denfil, skojjattlu, naħla, żrinġ, fekruna, granċ, farfett, ġemel, żebra, ġiraffa, pingwin',
    scanned: 'Skennjajtu',
    title: 'Kompla fuq il-mowbajl tiegħek: {merchant}',
    heading: 'Kompli fuq il-mowbajl tiegħek',
    words: 'Il-mowbajl tiegħek juri l-istess żewġ kelmiet:',
    compare: 'Jekk il-mowbajl juri kelmiet oħra, tħallasx hemmhekk.',
    opened: 'Il-mowbajl tiegħek fetaħ il-ħlas.',
    started: 'Beda ħlas fuq il-mowbajl tiegħek (metodu ta’ ħlas: {method}).',
    follows: 'Din il-paġna turi r-riżultat waħedha. Tista’ wkoll tagħlaqha.',
    here: 'Minflok, ħallas fuq dan l-iskrin',
    cameHeading: 'Ġejt minn skrin ieħor',
    cameWords: 'Dak l-iskrin juri l-istess żewġ kelmiet:',
    cameCompare: 'Jekk juri kelmiet oħra, tħallasx hawn. Tista’ tagħlaq l-iskrin l-ieħor; juri r-riżultat waħdu.',
  },
};
