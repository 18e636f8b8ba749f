/** The same in Italian. */
export const itPaper = {
  code: {
    title: 'Pagare con un codice',
    heading: 'Pagare con un codice stampato',
    lead: 'Scriva il codice e il numero d’ordine, stampati uno accanto all’altro.',
    code: 'Codice',
    codeHint: 'Dodici lettere e cifre, ad esempio 7K3D‑9XQ2‑M4TB. Maiuscole e trattini non fanno differenza.',
    order: 'Numero d’ordine',
    orderHint: 'Come è stampato accanto al codice.',
    open: 'Apri il pagamento',
    unknown: {
      title: 'Codice non trovato',
      heading: 'Non conosciamo questo codice con questo numero d’ordine',
      detail:
        'Li controlli entrambi. Se li ha scritti come sono stampati, forse la richiesta di pagamento non è più attiva: ne chieda una nuova a chi l’ha inviata.',
    },
  },
  limited: {
    title: 'Troppi tentativi',
    heading: 'Troppi tentativi',
    detail: 'Potrà riprovare tra {seconds, plural, one {# secondo} many {# di secondi} other {# secondi}}.',
  },
  verify: {
    title: 'Verifica codice di pagamento',
    heading: 'Questo codice di pagamento è nostro?',
    lead: 'Controlli un adesivo o un link prima di pagare. Le diciamo se è nostro e a quale negozio porta.',
    photo: 'Una foto del codice',
    photoHint: 'PNG o JPEG, al massimo 8 MB. Viene esaminata una sola volta e non viene conservata.',
    text: 'Oppure il suo indirizzo o codice',
    textHint: 'Copi il link oppure scriva il codice breve stampato.',
    check: 'Controlla',
    again: 'Controlla un altro codice',
    ours: {
      title: 'Questo codice è nostro',
      heading: 'Questo codice è nostro',
      headingSeveral: 'Tutti i codici nell’immagine sono nostri',
      advice: 'Si assicuri che sia proprio chi desidera pagare.',
    },
    warning: {
      title: 'Non si fidi di questo codice',
      heading: 'Non paghi con questo codice',
      headingSeveral: 'Non tutti i codici nell’immagine sono nostri',
      advice: 'Non paghi e avvisi il negozio in cui lo ha trovato.',
    },
    findings: {
      ours: 'È uno dei nostri: porta a un pagamento per {merchant}.',
      foreign: 'Questo codice non è nostro: porta a {host}.',
      nowhere: 'Questo codice non è nostro: non contiene alcun indirizzo web.',
      elsewhere: 'Il link di pagamento che contiene è nostro, ma il suo indirizzo no: porta a {host}.',
      unknown: 'Questo non è uno dei nostri link. Potrebbe essere stato rimosso o essere un falso.',
    },
    problems: {
      nothing: 'Scelga una foto oppure incolli un indirizzo o un codice.',
      no_code:
        'Non abbiamo trovato alcun codice QR in questa immagine. Lo fotografi di fronte, nitido e con buona luce, oppure scriva quello che è riportato accanto.',
      unreadable: 'Non riusciamo a leggere questa immagine. Invii un PNG o un JPEG.',
      too_large: 'Questa immagine è troppo grande. Ne invii una più piccola, del solo codice.',
      busy: 'Al momento si stanno controllando molti codici. Riprovi tra un momento.',
    },
  },
};
