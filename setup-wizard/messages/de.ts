import type { Messages } from './en.ts'

/** German. People are addressed as neighbours: du, ihr. */
export const de: Messages = {
  'language.name': 'Deutsch',
  'language.choose': 'Sprache',
  'page.title': 'Roost einrichten',
  'page.loading': 'Einen Moment …',
  'page.step': 'Schritt {step} von {steps}',
  'page.back': 'Zurück',
  'page.continue': 'Weiter',
  'page.later': 'spätere Version',
  'page.version': 'Roost {version}',

  'claim.title': 'Willkommen bei Roost',
  'claim.text': 'Dieses Kästchen wird der Chat-Server eures Hauses. Zeig zuerst, dass es dir gehört.',
  'claim.code': 'Einrichtungscode',
  'claim.hint': 'Acht Buchstaben und Ziffern, auf dem Bildschirm an der Box.',
  'claim.where': 'Wo finde ich den Code?',
  'claim.where.screen':
    'Schließ einen Fernseher oder Monitor mit einem HDMI-Kabel an die Box an. Dort steht der Code, mit einem QR-Code, der ihn für dich einträgt.',
  'claim.where.card':
    'Kein Bildschirm? Schalte die Box aus, steck ihre Karte in einen Computer, öffne die Datei roost.toml und schreib deinen eigenen Code hinein: {example}. Dann Karte zurückstecken und einschalten.',
  'claim.taken':
    'Auf einem anderen Gerät wurde schon begonnen. Mit dem Code machst du hier weiter, nichts geht verloren.',
  'claim.lost': 'Ein anderes Gerät hat die Einrichtung übernommen. Gib den Code ein, um hier weiterzumachen.',
  'claim.mistakes': 'Die Datei auf der Karte hat einen Fehler. Diese Zeile hat die Box ausgelassen:',
  'claim.mistakes.many': 'Die Datei auf der Karte hat Fehler. Diese Zeilen hat die Box ausgelassen:',
  'claim.mistakes.place': '{file}, Zeile {line}',

  'domain.title': 'Wie sollen Adressen enden?',
  'domain.text':
    'Alle bekommen eine Chat-Adresse, die für sie ausgedacht wird. Niemand muss sie sich merken, sie steckt in QR-Codes.',
  'domain.name': 'Ein Name für euer Haus',
  'domain.name.text':
    'Funktioniert in eurem eigenen Netz. Er bleibt gleich, auch wenn die Box eine andere Netzadresse bekommt.',
  'domain.name.field': 'Name',
  'domain.name.hint': 'Ein Vorschlag. Ändere ihn, wie du magst.',
  'domain.name.example': 'Adressen sehen dann so aus:',
  'domain.recommended': 'empfohlen',
  'domain.address': 'Die Netzadresse der Box',
  'domain.address.text':
    'Nur wenn euer Router der Box immer dieselbe Adresse gibt. Ändert sie sich, müssen alle neu anfangen.',
  'domain.address.field': 'Netzadresse',
  'domain.public': 'Aus dem Internet erreichbar',
  'domain.public.text': 'Chattet mit Leuten auf anderen Servern, mit eurer eigenen Domain.',

  'access.title': 'Wer darf mitmachen?',
  'access.text': 'Du bekommst einen QR-Code zum Aufhängen im Hausflur.',
  'access.open': 'Alle im Haus',
  'access.open.text':
    'Wer in eurem Netz ist und den Code scannt, bekommt sofort eine Adresse, ohne jemanden zu fragen.',
  'access.invite': 'Mit Einladung',
  'access.invite.text': 'Codes, die einmal gelten oder bis zu einem Tag, den du wählst.',

  'review.title': 'Bereit zum Start',
  'review.text':
    'Bitte schau noch einmal hin: Der Name steckt in jeder Adresse und lässt sich später nicht ändern.',
  'review.domain': 'Adressen enden mit',
  'review.access': 'Wer mitmachen darf',
  'review.change': 'Ändern',
  'review.start': 'Chat-Server starten',
  'review.again': 'Noch einmal versuchen',
  'review.failed': 'Der Server ist nicht gestartet',
  'review.failed.text':
    'Deine Antworten sind sicher. Versuch es noch einmal. Klappt es zweimal nicht: Stecker ziehen, zehn Sekunden warten, einstecken und auf diese Seite zurückkommen.',

  'starting.title': 'Das Nest wird gebaut',
  'starting.text':
    'Das dauert höchstens eine Minute. Du kannst die Seite schließen und wiederkommen, die Box macht allein weiter.',
  'starting.settings': 'Antworten speichern',
  'starting.server': 'Schlüssel erzeugen und Server starten',
  'starting.answering': 'Prüfen, ob er antwortet',
  'starting.now': 'läuft',
  'starting.finished': 'fertig',

  'done.title': 'Euer Chat-Server läuft',
  'done.text': 'Scannt diesen Code mit einem Handy im Hausnetz, um mitzumachen.',
  'done.qr': 'QR-Code für {url}',
  'done.copy': 'Link kopieren',
  'done.copied': 'Kopiert',
  'done.print': 'Aushang drucken',
  'done.next': 'Wie geht es weiter?',
  'done.next.app': 'Installier Delta Chat auf deinem Handy, scann dann den Code und tippe auf „Mitchatten“.',
  'done.next.print': 'Druck den Aushang und häng ihn in den Hausflur.',
  'done.next.router':
    'Stell in eurem Router ein, dass die Box immer dieselbe Adresse bekommt ({address}). Dort suchen die Handys sie.',
  'done.next.code': 'Lass die Box eingesteckt. Nach einem Stromausfall startet sie von selbst.',
  'poster.title': 'Unser Haus chattet',
  'poster.1': 'Installiert die freie App Delta Chat.',
  'poster.2': 'Geht in unser WLAN und scannt diesen Code.',
  'poster.3': 'Sagt hallo! Eure Nachrichten sind Ende-zu-Ende-verschlüsselt und bleiben im Haus.',

  'offline.text': 'Die Box antwortet nicht. Ist dieses Gerät noch im Hausnetz? Neuer Versuch läuft …',
  'error.wrongCode': 'Das ist nicht der Code. Bitte vergleiche ihn mit dem Bildschirm der Box.',
  'error.wait':
    'Zu viele falsche Codes. Bitte warte {time}, dann versuch es noch einmal. Nichts ist verloren.',
  'error.waitOver': 'Du kannst es jetzt wieder versuchen.',
  'error.codeMissing': 'Bitte gib zuerst den Code ein.',
  'error.notNow': 'Das passt nicht zum jetzigen Schritt. Die Seite zeigt, wo du bist.',
  'error.session': 'Bitte gib den Einrichtungscode ein, um weiterzumachen.',
  'error.finished': 'Die Einrichtung ist abgeschlossen. Hier lässt sich nichts mehr ändern.',
  'error.storage':
    'Die Box konnte deine Antwort nicht speichern. Vielleicht ist ihre Karte voll oder defekt. Versuch es noch einmal; klappt es zweimal nicht, nimm eine andere Karte.',
  'error.request':
    'Die Box hat diese Anfrage nicht verstanden. Lade die Seite neu und versuch es noch einmal.',
  'error.host': 'Bitte öffne diese Seite mit der Adresse, die die Box auf ihrem Bildschirm zeigt.',
  'error.notFound': 'Diese Seite gibt es nicht. Öffne stattdessen /setup/.',
  'error.internal': 'In der Box ist etwas schiefgegangen. Versuch es noch einmal; nichts ist verloren.',
  'error.domain.empty': 'Bitte gib dem Haus einen Namen.',
  'error.domain.characters':
    'Ein Name darf Buchstaben von a bis z, Ziffern und dazwischen Bindestriche enthalten.',
  'error.domain.long': 'Dieser Name ist zu lang. Bitte nimm höchstens 50 Zeichen.',
  'error.domain.public':
    'Das ist ein Name im Internet. In dieser Version bleibt der Name im Haus: Lass die Punkte weg oder beginne mit einem Unterstrich.',
  'error.domain.address': 'Diese Adresse hat die Box gerade nicht. Bitte wähle eine der angezeigten.',
  'time.seconds': '{count} Sekunden',
  'time.second': '1 Sekunde',
  'time.minutes': '{count} Minuten',
}
