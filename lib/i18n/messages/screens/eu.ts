/** The same in Basque. */
export const euScreens = {
  handOver: {
    things:
      'ibai, ilargi, izar, hodei, mendi, baso, uharte, zubi, dorre, lorategi, leiho, lanpara, erloju, giltza, txalupa, aingura, kanpai, danbor, biolin, sagar, limoi, gerezi, arrosa, elur',
    animals:
      'azeri, hartz, antzara, beltxarga, zaldi, lehoi, tigre, elefante, untxi, katu, orein, arrano, balea, izurde, katagorri, triku, igel, dortoka, karramarro, tximeleta, kanguru, zebra, jirafa, pinguino',
    scanned: 'Eskaneatu dut',
    title: 'Zure mugikorrean jarraitzen du: {merchant}',
    heading: 'Jarraitu zure mugikorrean',
    words: 'Zure mugikorrak bi hitz hauek berak erakusten ditu:',
    compare: 'Mugikorrak beste batzuk erakusten baditu, ez ordaindu han.',
    opened: 'Zure mugikorrak ordainketa ireki du.',
    started: 'Ordainketa bat hasi da zure mugikorrean (ordainbidea: {method}).',
    follows: 'Emaitza berez agertuko da orri honetan. Itxi ere egin dezakezu.',
    here: 'Ordaindu pantaila honetan',
    cameHeading: 'Beste pantaila batetik zatoz',
    cameWords: 'Hark bi hitz hauek berak erakusten ditu:',
    cameCompare: 'Beste batzuk erakusten baditu, ez ordaindu hemen. Beste pantaila itxi dezakezu; emaitza berez agertuko da han.',
  },
};
