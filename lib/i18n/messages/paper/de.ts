/** The same in German. */
export const dePaper = {
  code: {
    title: 'Mit einem Code bezahlen',
    heading: 'Mit einem gedruckten Code bezahlen',
    lead: 'Geben Sie den Code und die Bestellnummer ein, die nebeneinander stehen.',
    code: 'Code',
    codeHint: 'Zwölf Buchstaben und Ziffern, zum Beispiel 7K3D‑9XQ2‑M4TB. Großschreibung und Striche spielen keine Rolle.',
    order: 'Bestellnummer',
    orderHint: 'So, wie sie neben dem Code steht.',
    open: 'Zahlung öffnen',
    unknown: {
      title: 'Code nicht gefunden',
      heading: 'Wir kennen keinen solchen Code mit dieser Bestellnummer',
      detail: 'Prüfen Sie beides. Ist alles richtig abgetippt, gilt die Zahlungsanforderung vielleicht nicht mehr: Bitten Sie den Absender um eine neue.',
    },
  },
  limited: {
    title: 'Zu viele Versuche',
    heading: 'Zu viele Versuche',
    detail: 'Sie können es in {seconds, plural, one {# Sekunde} other {# Sekunden}} erneut versuchen.',
  },
  verify: {
    title: 'Einen Zahlungscode prüfen',
    heading: 'Ist dieser Zahlungscode von uns?',
    lead: 'Prüfen Sie einen Aufkleber oder Link, bevor Sie zahlen. Wir sagen Ihnen, ob er zu uns führt und zu welchem Shop.',
    photo: 'Ein Foto des Codes',
    photoHint: 'PNG oder JPEG, höchstens 8 MB. Es wird einmal geprüft und nicht gespeichert.',
    text: 'Oder die Adresse oder der Code',
    textHint: 'Kopieren Sie den Link oder geben Sie den kurzen Code vom Papier ein.',
    check: 'Prüfen',
    again: 'Einen anderen Code prüfen',
    ours: {
      title: 'Dieser Code ist von uns',
      heading: 'Dieser Code ist von uns',
      headingSeveral: 'Alle Codes im Bild sind von uns',
      advice: 'Vergewissern Sie sich, dass Sie an diesen Empfänger zahlen möchten.',
    },
    warning: {
      title: 'Vertrauen Sie diesem Code nicht',
      heading: 'Zahlen Sie nicht mit diesem Code',
      headingSeveral: 'Nicht alle Codes im Bild sind von uns',
      advice: 'Zahlen Sie nicht und informieren Sie den Shop, in dem Sie ihn gefunden haben.',
    },
    findings: {
      ours: 'Dieser Code ist von uns: Er führt zu einer Zahlung an {merchant}.',
      foreign: 'Dieser Code ist nicht von uns: Er führt zu {host}.',
      nowhere: 'Dieser Code ist nicht von uns: Er enthält keine Webadresse.',
      elsewhere: 'Der Zahlungslink darin ist von uns, die Adresse aber nicht: Sie führt zu {host}.',
      unknown: 'Das ist keiner unserer Links. Vielleicht wurde er entfernt oder ist eine Fälschung.',
    },
    problems: {
      nothing: 'Wählen Sie ein Foto oder fügen Sie eine Adresse oder einen Code ein.',
      no_code:
        'Wir haben in diesem Bild keinen QR-Code gefunden. Fotografieren Sie ihn gerade von vorn, scharf und bei gutem Licht, oder geben Sie ein, was daneben steht.',
      unreadable: 'Wir können dieses Bild nicht lesen. Senden Sie ein PNG oder ein JPEG.',
      too_large: 'Dieses Bild ist zu groß. Senden Sie ein kleineres, das nur den Code zeigt.',
      busy: 'Gerade werden viele Codes geprüft. Versuchen Sie es gleich noch einmal.',
    },
  },
};
