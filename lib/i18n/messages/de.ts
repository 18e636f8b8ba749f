import type { Messages } from '../languages.ts';
import { dePaper } from './paper/de.ts';
import { deReceipt } from './receipt/de.ts';
import { deScreens } from './screens/de.ts';

/** German. */
export const de: Messages = {
  testMode: { label: 'Testmodus', detail: 'Es fließt kein echtes Geld.' },
  picker: 'Sprache',
  preview: {
    title: '{merchant}: Zahlungsanforderung',
    description: 'Öffnen Sie den Link, um die Bestellung anzusehen und zu bezahlen.',
    descriptionAmount: '{amount}. Öffnen Sie den Link, um die Bestellung anzusehen und zu bezahlen.',
  },
  open: {
    title: 'Zahlungsanforderung von {merchant}',
    declinedTitle: 'Zahlung abgelehnt: {merchant}',
    heading: 'Zahlung an {merchant}',
    orderId: 'Bestellung {orderId}',
    methodsHeading: 'Wie möchten Sie bezahlen?',
    onlyMethodHeading: 'Zahlungsart',
    waitOrContact: 'Wenn Sie nicht warten können, fragen Sie bei {merchant} nach.',
    noMethods: 'Hier können Sie im Moment nicht bezahlen. Versuchen Sie es später noch einmal oder wenden Sie sich an {merchant}.',
    noMethodsHere:
      'Keine der Zahlungsarten für diese Bestellung funktioniert in diesem Browser. Öffnen Sie diese Seite in einem anderen Browser oder auf einem anderen Gerät, oder wenden Sie sich an {merchant}.',
    pay: '{amount} zahlen',
    payTo: 'an {merchant}',
    connecting: 'Wird verbunden …',
    nextStep: 'Als Nächstes geht es auf einer sicheren Seite des Zahlungsanbieters weiter. Es wird nichts abgebucht, bevor Sie die Zahlung dort bestätigen.',
    onPhone: 'Lieber mit dem Handy bezahlen? Scannen Sie diesen Code und machen Sie dort weiter.',
    openLinkAgain: 'Um es erneut zu versuchen, öffnen Sie den erhaltenen Zahlungslink noch einmal.',
  },
  methods: {
    creditcard: 'Karte',
    bankpayment: 'Bankzahlung',
    openbanking: 'Banküberweisung',
    invoice: 'Rechnung',
    giftcard: 'Geschenkkarte',
  },
  order: {
    heading: 'Bestelldetails',
    quantity: 'Menge: {quantity}',
    tax: 'MwSt.',
    shipping: 'Versand',
    total: 'Gesamt',
  },
  time: {
    label: 'Verbleibende Zeit zum Bezahlen',
    start: 'Sobald Sie beginnen, haben Sie {minutes, plural, one {# Minute} other {# Minuten}} Zeit zum Bezahlen.',
    until: 'Sie können bis {time} bezahlen.',
    left: 'Noch {minutes, plural, one {# Minute} other {# Minuten}} Zeit zum Bezahlen.',
    leftSeconds: 'Noch {seconds, plural, one {# Sekunde} other {# Sekunden}} Zeit zum Bezahlen.',
    extend: 'Um {minutes, plural, one {# Minute} other {# Minuten}} verlängern',
    extendSeconds: 'Um {seconds, plural, one {# Sekunde} other {# Sekunden}} verlängern',
    added: 'Die Zeit wurde verlängert.',
    last: 'Mehr Zeit ist nicht möglich.',
    fixed: 'Diese Zeit kann nicht verlängert werden.',
  },
  decline: {
    heading: 'Ihre Zahlung wurde abgelehnt',
    advice: 'Es wurde nichts abgebucht. Versuchen Sie es noch einmal oder wählen Sie eine andere Zahlungsart.',
    reasons: {
      insufficient_funds: 'Die Karte oder das Konto war nicht ausreichend gedeckt.',
      expired_card: 'Die Karte ist abgelaufen.',
      wrong_details: 'Die Kartendaten waren nicht richtig. Bitte prüfen Sie Kartennummer, Ablaufdatum und Sicherheitscode.',
      limit_exceeded: 'Der Betrag liegt über dem Limit der Karte oder des Kontos. Näheres erfahren Sie bei Ihrer Bank.',
      card_not_accepted: 'Diese Karte kann hier nicht verwendet werden. Näheres erfahren Sie bei Ihrer Bank.',
      not_confirmed: 'Die Zahlung wurde bei Ihrer Bank nicht bestätigt.',
      try_later: 'Die Bank konnte die Zahlung gerade nicht bearbeiten. Versuchen Sie es etwas später noch einmal.',
      other: 'Ihre Bank hat die Zahlung nicht akzeptiert. Den Grund erfahren Sie bei Ihrer Bank.',
    },
  },
  unfinished: {
    heading: 'Eine Zahlung ist noch nicht beendet',
    detail:
      'Schließen Sie die Zahlung per {method} dort ab, wo Sie sie begonnen haben: in einem anderen Tab oder in einer App. Wenn Sie dort bereits bestätigt haben, warten Sie bitte auf das Ergebnis.',
    continue: 'Diese Zahlung fortsetzen',
    other: 'Oder beginnen Sie unten neu.',
  },
  coolDown: {
    heading: 'Zu viele Versuche',
    detail: 'In {minutes, plural, one {# Minute} other {# Minuten}} können Sie es erneut versuchen.',
  },
  offline: 'Sie sind offline. Es wird nichts gesendet oder abgebucht. Sobald Sie wieder verbunden sind, geht es hier automatisch weiter.',
  inApp: {
    heading: 'Sie sind im Browser von {app}',
    headingUnnamed: 'Sie sind im Browser einer App',
    detail:
      'Einige Zahlungsarten funktionieren dort nicht und werden nicht angezeigt. Öffnen Sie diese Seite in Ihrem eigenen Browser: Wählen Sie im Menü der App „Im Browser öffnen“ oder kopieren Sie den Link.',
    hint: 'Falls eine Zahlungsart hier nicht funktioniert, öffnen Sie diese Seite in Ihrem eigenen Browser: Wählen Sie im Menü der App „Im Browser öffnen“ oder kopieren Sie den Link.',
    open: 'In meinem Browser öffnen',
    copy: 'Link kopieren',
    copied: 'Link kopiert',
  },
  cancelledTry: 'Sie haben die Zahlung abgebrochen. Es wurde nichts abgebucht. Sie können weiterhin unten bezahlen.',
  notices: {
    order_changed:
      'Die Bestellung wurde geändert, während diese Seite geöffnet war. Es wurde nichts abgebucht. Bitte prüfen Sie den neuen Betrag, bevor Sie bezahlen.',
    gateway_unreachable: 'Der Zahlungsanbieter war nicht erreichbar. Es wurde nichts abgebucht. Bitte versuchen Sie es noch einmal.',
    method_unavailable: 'Diese Zahlungsart ist gerade nicht verfügbar. Es wurde nichts abgebucht. Bitte wählen Sie eine andere.',
    choose_method: 'Bitte wählen Sie eine Zahlungsart.',
    payment_in_progress:
      'Für diese Bestellung wird bereits eine Zahlung gestartet. Durch diesen Klick wurde nichts abgebucht. Bitte warten Sie einen Moment, bevor Sie es erneut versuchen.',
  },
  checking: {
    title: 'Zahlung wird geprüft',
    heading: 'Wir prüfen Ihre Zahlung',
    detail: 'Bitte bezahlen Sie nicht noch einmal. Das Ergebnis erscheint hier automatisch, meist innerhalb weniger Sekunden.',
  },
  pending: {
    title: 'Zahlung in Bearbeitung',
    heading: 'Ihre Zahlung ist in Bearbeitung',
    detail:
      'Der Zahlungsauftrag liegt der Bank vor. Sie entscheidet später darüber, das kann einige Tage dauern. {merchant} wird informiert, sobald die Entscheidung feststeht. Sie können diese Seite schließen. Bitte bezahlen Sie nicht noch einmal.',
  },
  paid: {
    title: 'Bezahlt an {merchant}',
    heading: 'Bezahlt',
    thanks: 'Vielen Dank. Ihre Zahlung an {merchant} war erfolgreich.',
    elsewhere: 'Die Zahlung erfolgte auf einem anderen Gerät oder in einem anderen Tab. Sie müssen hier nichts weiter tun.',
    receiptHeading: 'Zahlungsbeleg',
    merchant: 'Empfänger',
    orderId: 'Bestellung',
    paidAt: 'Datum',
    method: 'Zahlungsart',
    card: 'Karte',
    cardEnding: '•••• {last4}',
    cardEndingSpoken: 'endet auf {last4}',
    reference: 'Referenz',
    keep: 'Geben Sie die Referenz an, wenn Sie sich wegen dieser Zahlung an {merchant} wenden.',
    testReceipt: 'Im Testmodus erstellt. Dies ist kein Zahlungsnachweis.',
  },
  expired: {
    title: 'Link abgelaufen',
    heading: 'Dieser Zahlungslink ist abgelaufen',
    detail: 'Mit diesem Link können Sie nicht mehr bezahlen. Wenn Sie noch bezahlen möchten, bitten Sie {merchant} um einen neuen Link.',
    openedHeading: 'Die Zeit zum Bezahlen ist abgelaufen',
    openedDetail:
      'Nach dem Öffnen dieses Links konnten Sie nur für begrenzte Zeit bezahlen. Wenn Sie noch bezahlen möchten, bitten Sie {merchant} um einen neuen Link.',
  },
  replaced: {
    title: 'Link ersetzt',
    heading: 'Es gibt einen neueren Zahlungslink',
    detail: 'Dieser Link funktioniert nicht mehr. Verwenden Sie den neuesten Link, den Sie von {merchant} erhalten haben, oder bitten Sie dort um einen neuen.',
  },
  cancelled: {
    title: 'Zahlungsanforderung storniert',
    heading: 'Diese Zahlungsanforderung wurde storniert',
    detail: 'Sie können mit diesem Link nicht mehr bezahlen. Wenn Sie glauben, dass das ein Irrtum ist, bitten Sie {merchant} um einen neuen Link.',
  },
  disabled: {
    title: 'Zahlungen derzeit nicht möglich',
    heading: 'Zahlungen sind derzeit nicht möglich',
    detail: '{merchant} kann hier im Moment keine Zahlungen annehmen. Versuchen Sie es später noch einmal oder wenden Sie sich an {merchant}.',
  },
  failed: {
    title: 'Zahlung nicht abgeschlossen',
    heading: 'Die Zahlung ist fehlgeschlagen',
    detail: 'Es wurde nichts abgebucht. Kehren Sie zu {merchant} zurück, wenn Sie es noch einmal versuchen möchten.',
  },
  surplus: {
    title: 'Zahlung geht zurück',
    heading: 'Ihr Geld ist auf dem Weg zurück zu Ihnen',
    detail:
      'Als diese Zahlung einging, konnte {merchant} sie für die Bestellung nicht mehr annehmen. Der volle Betrag geht auf demselben Weg an Sie zurück. Sie müssen nichts tun.',
  },
  unknown: {
    title: 'Link nicht gefunden',
    heading: 'Dieser Zahlungslink ist uns nicht bekannt',
    detail:
      'Prüfen Sie, ob Sie den vollständigen Link geöffnet haben, oder scannen Sie den QR-Code noch einmal. Wenn es weiterhin nicht klappt, bitten Sie den Absender um einen neuen Link.',
  },
  ...dePaper,
  ...deReceipt,
  ...deScreens,
  leave: {
    title: 'Weiter zur Zahlung',
    connectingHeading: 'Verbindung zum Zahlungsanbieter wird hergestellt',
    connectingDetail: 'Das dauert einen Moment. Bitte lassen Sie diese Seite geöffnet.',
    readyHeading: 'Sie zahlen gleich {amount}',
    readyDetail: 'an {merchant} per {method}.',
    amountTo: '{amount} an {merchant}',
    goesTo: 'Weiter geht es auf',
    continue: 'Weiter',
    overTitle: 'Schritt beendet',
    overHeading: 'Dieser Schritt ist bereits beendet',
    overDetail: 'Hier passiert nichts mehr. Gehen Sie zurück zur Zahlung, um den aktuellen Stand zu sehen.',
    back: 'Zurück zur Zahlung',
  },
  follow: {
    title: 'Es geht weiter',
    heading: 'Einen Moment bitte',
    detail: 'Es geht automatisch weiter. Falls nichts passiert, tippen Sie auf die Schaltfläche.',
  },
  refresh: 'Erneut prüfen',
  notFound: {
    title: 'Seite nicht gefunden',
    heading: 'Unter dieser Adresse gibt es keine Seite',
    detail: 'Wenn Sie bezahlen wollten, öffnen Sie bitte noch einmal den Zahlungslink, den Sie erhalten haben.',
  },
  failure: {
    title: 'Etwas ist schiefgelaufen',
    heading: 'Bei uns ist etwas schiefgelaufen',
    detail:
      'Wenn Sie gerade bezahlt haben, bezahlen Sie bitte nicht noch einmal: Öffnen Sie Ihren Zahlungslink später erneut, um das Ergebnis zu sehen. Andernfalls versuchen Sie es gleich noch einmal.',
    retry: 'Erneut versuchen',
  },
  frontDoor: {
    title: 'Zahlungslinks',
    heading: 'Zahlungslinks',
    lead: 'Dieser Server nimmt Zahlungen über Links und QR-Codes entgegen, gemäß der API von AltaPay Checkout.',
    payerHeading: 'Sie möchten bezahlen?',
    payer: 'Öffnen Sie den Link, den Sie erhalten haben, oder scannen Sie den QR-Code. Der Shop, der ihn geschickt hat, kann ihn noch einmal schicken.',
    merchantHeading: 'Sie möchten Zahlungen annehmen?',
    merchant: 'Ihr Server kommuniziert mit dieser Adresse:',
    merchantDetail:
      'Authentifizieren Sie sich, erstellen Sie eine Session mit einer Bestellung und dann einen Link dazu. Die README erklärt jeden Aufruf und jede Einstellung.',
    startHeading: 'Im Testmodus ausprobieren',
    start: 'Im Projektordner ausgeführt, erstellt dieser Befehl eine Bestellung mit einem Link, über den Sie mit einer Testkarte bezahlen können:',
  },
  poster: {
    scan: 'Scannen und mit dem Handy bezahlen',
    check: 'Prüfen Sie vor dem Bezahlen, ob Ihr Handy diese Adresse anzeigt',
    type: 'Scannen nicht möglich? Öffnen Sie {address} und geben Sie den Code {code} und die Bestellnummer {orderId} ein.',
    code: 'QR-Code des Zahlungslinks',
  },
};
