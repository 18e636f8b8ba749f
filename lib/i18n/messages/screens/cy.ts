/** The same in Welsh. */
export const cyScreens = {
  handOver: {
    things:
      'afon, lleuad, seren, cwmwl, mynydd, coedwig, ynys, pont, tŵr, gardd, ffenestr, lamp, cloc, allwedd, cwch, angor, utgorn, drwm, ffidil, afal, lemwn, ceiriosen, rhosyn, eira',
    animals:
      'llwynog, arth, tylluan, alarch, ceffyl, llew, teigr, eliffant, cwningen, cath, carw, eryr, morfil, dolffin, gwiwer, draenog, broga, crwban, cranc, pili-pala, camel, sebra, jiráff, pengwin',
    scanned: 'Rwyf wedi ei sganio',
    title: 'Parhau ar eich ffôn: {merchant}',
    heading: 'Parhewch ar eich ffôn',
    words: 'Mae eich ffôn yn dangos yr un ddau air:',
    compare: 'Os yw’ch ffôn yn dangos rhai eraill, peidiwch â thalu yno.',
    opened: 'Mae eich ffôn wedi agor y taliad.',
    started: 'Dechreuwyd taliad ar eich ffôn (dull talu: {method}).',
    follows: 'Bydd y canlyniad yn ymddangos ar y dudalen hon. Gallwch ei chau hefyd.',
    here: 'Talu ar y sgrin hon yn lle hynny',
    cameHeading: 'Daethoch yma o sgrin arall',
    cameWords: 'Mae honno’n dangos yr un ddau air:',
    cameCompare: 'Os yw’n dangos rhai eraill, peidiwch â thalu yma. Gallwch gau’r sgrin arall; bydd y canlyniad yn ymddangos yno.',
  },
};
