/** The same in German. */
export const deScreens = {
  handOver: {
    things:
      'Fluss, Mond, Stern, Wolke, Berg, Wald, Insel, Brücke, Turm, Garten, Fenster, Lampe, Uhr, Schlüssel, Boot, Anker, Glocke, Trommel, Geige, Apfel, Zitrone, Kirsche, Rose, Schnee',
    animals:
      'Fuchs, Bär, Eule, Schwan, Pferd, Löwe, Tiger, Elefant, Hase, Katze, Hirsch, Adler, Wal, Delfin, Eichhörnchen, Igel, Frosch, Schildkröte, Krabbe, Schmetterling, Kamel, Zebra, Giraffe, Pinguin',
    scanned: 'Ich habe ihn gescannt',
    title: 'Weiter auf dem Handy: {merchant}',
    heading: 'Weiter auf Ihrem Handy',
    words: 'Ihr Handy zeigt dieselben zwei Wörter:',
    compare: 'Zeigt Ihr Handy andere, bezahlen Sie dort nicht.',
    opened: 'Ihr Handy hat die Zahlung geöffnet.',
    started: 'Auf Ihrem Handy wurde eine Zahlung per {method} begonnen.',
    follows: 'Das Ergebnis erscheint hier automatisch. Sie können diese Seite auch schließen.',
    here: 'Auf diesem Gerät bezahlen',
    cameHeading: 'Sie kommen von einem anderen Bildschirm',
    cameWords: 'Dort stehen dieselben zwei Wörter:',
    cameCompare: 'Stehen dort andere, bezahlen Sie hier nicht. Die Seite dort können Sie schließen; das Ergebnis erscheint dort automatisch.',
  },
};
