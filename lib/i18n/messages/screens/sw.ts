/** The same in Swahili. */
export const swScreens = {
  handOver: {
    things:
      'mto, mwezi, nyota, wingu, mlima, msitu, kisiwa, daraja, mnara, bustani, dirisha, mshumaa, saa, ufunguo, mashua, nanga, kengele, tarumbeta, fidla, tufaha, limau, chungwa, waridi, theluji',
    animals:
      'mbweha, dubu, tausi, bata, farasi, simba, chui, tembo, sungura, paka, swala, tai, nyangumi, pomboo, kindi, nungunungu, chura, kobe, kaa, kipepeo, ngamia, punda milia, twiga, pengwini',
    scanned: 'Nimechanganua',
    title: 'Inaendelea kwenye simu: {merchant}',
    heading: 'Endelea kwenye simu yako',
    words: 'Simu yako inaonyesha maneno haya haya mawili:',
    compare: 'Ikiwa simu inaonyesha mengine, usilipe huko.',
    opened: 'Simu yako imefungua malipo.',
    started: 'Malipo kupitia {method} yameanza kwenye simu yako.',
    follows: 'Ukurasa huu utaonyesha matokeo wenyewe. Unaweza pia kuufunga.',
    here: 'Lipa kwenye skrini hii',
    cameHeading: 'Umetoka kwenye skrini nyingine',
    cameWords: 'Inaonyesha maneno haya haya mawili:',
    cameCompare: 'Ikiwa inaonyesha mengine, usilipe hapa. Unaweza kufunga ile skrini nyingine; itaonyesha matokeo yenyewe.',
  },
};
