/** The same in Traditional Chinese (Taiwan). */
export const zhHantScreens = {
  handOver: {
    things: '河流, 月亮, 星星, 雲朵, 山峰, 森林, 島嶼, 大橋, 高塔, 花園, 窗戶, 檯燈, 手錶, 鑰匙, 帆船, 鐵錨, 鈴鐺, 鼓, 小提琴, 蘋果, 檸檬, 櫻桃, 玫瑰, 雪人',
    animals: '狐狸, 棕熊, 孔雀, 天鵝, 馬, 獅子, 老虎, 大象, 兔子, 貓咪, 梅花鹿, 雄鷹, 鯨魚, 海豚, 松鼠, 刺蝟, 青蛙, 蜜蜂, 螃蟹, 蝴蝶, 駱駝, 斑馬, 長頸鹿, 企鵝',
    scanned: '我已掃描',
    title: '已在手機上繼續：{merchant}',
    heading: '請在手機上繼續',
    words: '您的手機會顯示相同的兩個詞：',
    compare: '若手機顯示的詞不同，請勿在手機上付款。',
    opened: '您的手機已開啟付款頁面。',
    started: '已在手機上開始以{method}付款。',
    follows: '本頁會自動顯示結果。您也可以關閉本頁。',
    here: '改在這台裝置上付款',
    cameHeading: '您是從另一台裝置過來的',
    cameWords: '那台裝置會顯示相同的兩個詞：',
    cameCompare: '若那裡顯示的詞不同，請勿在此付款。那台裝置上的頁面會自動顯示結果，您也可以將它關閉。',
  },
};
