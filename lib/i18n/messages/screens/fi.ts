/** The same in Finnish. */
export const fiScreens = {
  handOver: {
    things:
      'joki, kuu, tähti, pilvi, vuori, metsä, saari, silta, torni, puutarha, ikkuna, lamppu, kello, avain, vene, ankkuri, tiuku, rumpu, viulu, omena, sitruuna, kirsikka, ruusu, lumi',
    animals:
      'kettu, karhu, pöllö, joutsen, hevonen, leijona, tiikeri, norsu, kaniini, kissa, peura, kotka, valas, delfiini, orava, siili, sammakko, kilpikonna, rapu, perhonen, kameli, seepra, kirahvi, pingviini',
    scanned: 'Skannasin koodin',
    title: 'Jatkuu puhelimella: {merchant}',
    heading: 'Jatka puhelimella',
    words: 'Puhelimessasi näkyvät samat kaksi sanaa:',
    compare: 'Jos puhelimessa näkyy muita sanoja, älä maksa sillä.',
    opened: 'Maksu on avattu puhelimessasi.',
    started: 'Puhelimessasi on aloitettu maksu. Maksutapa: {method}.',
    follows: 'Tulos näkyy tällä sivulla automaattisesti. Voit myös sulkea sivun.',
    here: 'Maksa kuitenkin tällä laitteella',
    cameHeading: 'Siirryit tänne toiselta näytöltä',
    cameWords: 'Siinä näkyvät samat kaksi sanaa:',
    cameCompare: 'Jos siinä näkyy muita sanoja, älä maksa täällä. Voit sulkea toisen näytön sivun; tulos näkyy sillä automaattisesti.',
  },
};
