/**
 * The words for going on with a payment on another screen. A part of `en`, with the same rules. Of each list one
 * word is shown, side by side, in both places: everyday nouns in their plain form, 24 of each, no two alike to the
 * eye, separated by ", ".
 */
export const enScreens = {
  handOver: {
    things:
      'river, moon, star, cloud, mountain, forest, island, bridge, tower, garden, window, lamp, clock, key, boat, anchor, bell, drum, violin, apple, lemon, cherry, rose, snow',
    animals:
      'fox, bear, owl, swan, horse, lion, tiger, elephant, rabbit, cat, deer, eagle, whale, dolphin, squirrel, hedgehog, frog, turtle, crab, butterfly, camel, zebra, giraffe, penguin',
    scanned: 'I have scanned it',
    title: 'Continued on your phone: {merchant}',
    heading: 'Continue on your phone',
    words: 'Your phone shows the same two words:',
    compare: 'If your phone shows different words, do not pay there.',
    opened: 'Your phone has opened the payment.',
    started: 'A payment with {method} has begun on your phone.',
    follows: 'This page shows the result by itself. You can also close it.',
    here: 'Pay on this screen instead',
    cameHeading: 'You came here from another screen',
    cameWords: 'It shows the same two words:',
    cameCompare: 'If it shows different words, do not pay here. You can close the other screen; if you leave it open, it shows the result by itself.',
  },
};
