import type { Config } from '../config/config.ts'
import type { Language } from './language.ts'

/** Amounts of one server, already written in the language of the reader. */
export interface Amounts {
  readonly message: string
  readonly mailbox: string
  readonly perMinute: string
  readonly mailDays: string
  readonly largeMailDays: string
  readonly largeMail: string
  readonly accountDays: string
}

/** Everything the pages say, in one language. */
export interface Messages {
  readonly tagline: string
  readonly welcome: (name: string) => string
  readonly lead: string
  readonly install: string
  readonly installHint: string
  readonly create: string
  readonly createHint: string
  readonly scan: string
  readonly scanHint: string
  readonly qrAccount: string
  readonly join: string
  readonly joinTitle: (name: string) => string
  readonly joinLead: string
  readonly open: string
  readonly openHint: string
  readonly otherPhone: string
  readonly otherPhoneHint: string
  readonly qrLogin: string
  readonly neighbour: string
  readonly neighbourHint: string
  readonly qrPage: string
  readonly goodToKnow: string
  readonly facts: (amounts: Amounts) => readonly string[]
  readonly privacy: string
  readonly privacyLead: string
  readonly privacyPoints: (amounts: Amounts) => readonly (readonly [title: string, text: string])[]
  readonly deletion: {
    readonly link: string
    readonly title: string
    readonly lead: (name: string) => string
    readonly address: string
    readonly password: string
    readonly where: string
    readonly button: string
    readonly doneTitle: string
    readonly done: string
    readonly problems: Readonly<Record<'refused' | 'busy' | 'too-fast', string>>
  }
  readonly home: string
  readonly problems: Readonly<Record<Problem, readonly [title: string, text: string]>>
}

export type Problem = 'not-found' | 'method' | 'too-fast' | 'bad-request' | 'failed'

const en: Messages = {
  tagline: 'the chat server of this house',
  welcome: (name) => `Welcome to ${name}`,
  lead: 'Chat with your neighbours in Delta Chat. Messages are encrypted from phone to phone, and this small server in the house only passes them on. No phone number, no e-mail address, no name needed.',
  install: 'Get Delta Chat',
  installHint: 'Install the free app on your phone or computer, if you do not have it yet.',
  create: 'Create my profile',
  createHint:
    'Come back to this page and tap the button. Delta Chat opens and asks only what you would like to be called.',
  scan: 'Reading this on another device?',
  scanHint: 'Open Delta Chat on your phone and scan this code.',
  qrAccount: 'QR code that creates a profile in Delta Chat',
  join: 'Join the chat',
  joinTitle: (name) => `Join ${name}`,
  joinLead: 'Three minutes, and you can chat with everyone in the house.',
  open: 'Open Delta Chat',
  openHint: 'The button hands the app a fresh profile, made for you just now.',
  otherPhone: 'Delta Chat is on another device?',
  otherPhoneHint:
    'Scan this code in Delta Chat there. It is a profile for one person: reload this page for the next one.',
  qrLogin: 'QR code with a fresh profile for one person',
  neighbour: 'Bring a neighbour',
  neighbourHint:
    'This code opens this page on their phone, when it is in the same network. Everyone gets a profile of their own.',
  qrPage: 'QR code that opens this page',
  goodToKnow: 'Good to know',
  facts: ({ message, mailbox, perMinute, mailDays, accountDays }) => [
    `One message, with its picture or file, may be up to ${message}.`,
    `Up to ${mailbox} wait here for you while your phone is off.`,
    `What nobody fetches is deleted after ${mailDays} days, and a profile that nobody uses after ${accountDays}.`,
    `You can send ${perMinute} messages a minute.`,
    'Your profile lives in the app. To keep it, make a backup there, or add a second device.',
  ],
  privacy: 'Privacy',
  privacyLead: 'What this server knows about you, in full.',
  privacyPoints: ({ mailDays, largeMailDays, largeMail, accountDays }) => [
    [
      'What it keeps',
      'A random address, a hash of the password that your app made up, the day you joined and the day you last came by. Your name and picture travel encrypted inside your messages; the server cannot see them.',
    ],
    [
      'Your messages',
      `They are encrypted on your phone, and only the people you write to can read them. The server refuses unencrypted messages. It keeps each one until your app has fetched and deleted it; that is normally within seconds of the phone being online. What is still there after ${mailDays} days is deleted; what is larger than ${largeMail}, and could be fetched, after ${largeMailDays}.`,
    ],
    [
      'What it cannot hide',
      'To pass a message on, it must see which address it is from, which it is for, how large it is and when it came. It does not make a record of this.',
    ],
    [
      'What it does not do',
      'No cookies, no trackers, nothing loaded from elsewhere. The addresses of visitors and the names of people are not written into its logs.',
    ],
    [
      'How you leave',
      `You can delete your profile from this server at any time; the link is at the bottom of each page. An account that nobody has logged in to for ${accountDays} days is deleted with everything in it.`,
    ],
    ['Who runs it', 'Somebody in your house or community. Ask them if you have a question.'],
  ],
  deletion: {
    link: 'Delete my profile',
    title: 'Delete my profile',
    lead: (name) =>
      `This removes your account on ${name} at once: the address, the password, and every message that waits for you here. Nobody can bring it back. What is in your app, and in those of your friends, stays there.`,
    address: 'Address',
    password: 'Password',
    where:
      'The app chose both for you. Look in the settings of Delta Chat, under “Advanced”, at “Password and Account” or “Relays”. First make sure that you no longer need this profile, because the app cannot use it afterwards.',
    button: 'Delete everything',
    doneTitle: 'It is all gone',
    done: 'Your account on this server is deleted, with everything in it. Now remove the profile from your apps: they can no longer log in.',
    problems: {
      refused:
        'Nothing was deleted: there is no account with this address and this password. Look at both once more.',
      busy: 'Nothing was deleted: the server is busy. Try again in a minute.',
      'too-fast':
        'Nothing was deleted: there were too many attempts from your network. Try again in half a minute.',
    },
  },
  home: 'Back to the start',
  problems: {
    'not-found': ['Nothing here', 'There is no such page. The start page shows how to join.'],
    method: ['Not like that', 'This page can only be read.'],
    'too-fast': [
      'One moment, please',
      'Many people are joining from your network right now. Wait a few seconds and reload.',
    ],
    'bad-request': [
      'That did not arrive well',
      'The server could not understand the request. Go to the start page and try again.',
    ],
    failed: [
      'Something broke',
      'This was our fault, not yours. Try again in a minute; if it stays, tell the person who runs the box.',
    ],
  },
}

const de: Messages = {
  tagline: 'der Chat-Server dieses Hauses',
  welcome: (name) => `Willkommen bei ${name}`,
  lead: 'Chatte mit deinen Nachbarn in Delta Chat. Nachrichten sind von Handy zu Handy verschlüsselt, und dieser kleine Server im Haus reicht sie nur weiter. Ohne Telefonnummer, ohne E-Mail-Adresse, ohne Klarnamen.',
  install: 'Delta Chat holen',
  installHint: 'Installiere die kostenlose App auf dem Handy oder Computer, falls du sie noch nicht hast.',
  create: 'Mein Profil anlegen',
  createHint:
    'Komm auf diese Seite zurück und tippe auf den Knopf. Delta Chat öffnet sich und fragt nur, wie du heißen möchtest.',
  scan: 'Du liest das auf einem anderen Gerät?',
  scanHint: 'Öffne Delta Chat auf dem Handy und scanne diesen Code.',
  qrAccount: 'QR-Code, der in Delta Chat ein Profil anlegt',
  join: 'Mitchatten',
  joinTitle: (name) => `Mitmachen bei ${name}`,
  joinLead: 'Drei Minuten, und du kannst mit allen im Haus chatten.',
  open: 'Delta Chat öffnen',
  openHint: 'Der Knopf gibt der App ein frisches Profil, gerade eben für dich gemacht.',
  otherPhone: 'Delta Chat ist auf einem anderen Gerät?',
  otherPhoneHint:
    'Scanne dort diesen Code in Delta Chat. Es ist ein Profil für eine Person: Für die nächste lädst du diese Seite neu.',
  qrLogin: 'QR-Code mit einem frischen Profil für eine Person',
  neighbour: 'Nachbarn mitbringen',
  neighbourHint:
    'Dieser Code öffnet diese Seite auf einem anderen Handy im selben Netz. Jede und jeder bekommt ein eigenes Profil.',
  qrPage: 'QR-Code, der diese Seite öffnet',
  goodToKnow: 'Gut zu wissen',
  facts: ({ message, mailbox, perMinute, mailDays, accountDays }) => [
    `Eine Nachricht darf mit Bild oder Datei bis zu ${message} groß sein.`,
    `Bis zu ${mailbox} warten hier auf dich, solange dein Handy aus ist.`,
    `Was niemand abholt, wird nach ${mailDays} Tagen gelöscht, und ein Profil, das niemand benutzt, nach ${accountDays}.`,
    `Du kannst ${perMinute} Nachrichten pro Minute senden.`,
    'Dein Profil lebt in der App. Damit es nicht verloren geht, mach dort ein Backup oder füge ein zweites Gerät hinzu.',
  ],
  privacy: 'Datenschutz',
  privacyLead: 'Alles, was dieser Server über dich weiß.',
  privacyPoints: ({ mailDays, largeMailDays, largeMail, accountDays }) => [
    [
      'Was er behält',
      'Eine zufällige Adresse, einen Hash des Passworts, das sich deine App ausgedacht hat, den Tag, an dem du dazukamst, und den Tag, an dem du zuletzt da warst. Dein Name und dein Bild reisen verschlüsselt in deinen Nachrichten; der Server sieht sie nicht.',
    ],
    [
      'Deine Nachrichten',
      `Sie werden auf deinem Handy verschlüsselt, und nur wer sie bekommen soll, kann sie lesen. Unverschlüsselte Nachrichten lehnt der Server ab. Er behält jede, bis deine App sie abgeholt und gelöscht hat; das dauert meist Sekunden, wenn das Handy online ist. Was nach ${mailDays} Tagen noch da ist, wird gelöscht; was größer ist als ${largeMail} und abgeholt werden konnte, nach ${largeMailDays}.`,
    ],
    [
      'Was er nicht verbergen kann',
      'Um eine Nachricht weiterzureichen, muss er sehen, von welcher und für welche Adresse sie ist, wie groß sie ist und wann sie kam. Aufgezeichnet wird das nicht.',
    ],
    [
      'Was er nicht tut',
      'Keine Cookies, keine Tracker, nichts von fremden Seiten. Weder die Adressen von Besuchern noch die Namen von Menschen stehen in seinen Protokollen.',
    ],
    [
      'Wie du gehst',
      `Du kannst dein Profil jederzeit von diesem Server löschen; der Link steht unten auf jeder Seite. Ein Konto, bei dem sich ${accountDays} Tage lang niemand angemeldet hat, wird mit allem darin gelöscht.`,
    ],
    [
      'Wer ihn betreibt',
      'Jemand aus deinem Haus oder deiner Gemeinschaft. Frag dort nach, wenn du etwas wissen willst.',
    ],
  ],
  deletion: {
    link: 'Mein Profil löschen',
    title: 'Mein Profil löschen',
    lead: (name) =>
      `Damit verschwindet dein Konto bei ${name} sofort: die Adresse, das Passwort und jede Nachricht, die hier auf dich wartet. Niemand kann es zurückholen. Was in deiner App und in denen deiner Freunde ist, bleibt dort.`,
    address: 'Adresse',
    password: 'Passwort',
    where:
      'Beides hat sich die App ausgedacht. Du findest es in den Einstellungen von Delta Chat unter „Erweitert“ bei „Passwort und Konto“ oder „Relays“. Überlege vorher, ob du das Profil wirklich nicht mehr brauchst: Die App kann es danach nicht mehr benutzen.',
    button: 'Alles löschen',
    doneTitle: 'Alles ist weg',
    done: 'Dein Konto auf diesem Server ist gelöscht, mit allem darin. Entferne das Profil jetzt auch aus deinen Apps: Sie können sich nicht mehr anmelden.',
    problems: {
      refused:
        'Es wurde nichts gelöscht: Ein Konto mit dieser Adresse und diesem Passwort gibt es nicht. Sieh dir beides noch einmal an.',
      busy: 'Es wurde nichts gelöscht: Der Server ist beschäftigt. Versuch es in einer Minute noch einmal.',
      'too-fast':
        'Es wurde nichts gelöscht: Aus deinem Netz kamen zu viele Versuche. Versuch es in einer halben Minute noch einmal.',
    },
  },
  home: 'Zur Startseite',
  problems: {
    'not-found': ['Hier ist nichts', 'Diese Seite gibt es nicht. Die Startseite zeigt, wie du mitmachst.'],
    method: ['So nicht', 'Diese Seite kann man nur lesen.'],
    'too-fast': [
      'Einen Moment bitte',
      'Gerade kommen viele aus deinem Netz dazu. Warte ein paar Sekunden und lade neu.',
    ],
    'bad-request': [
      'Das kam nicht gut an',
      'Der Server hat die Anfrage nicht verstanden. Geh zur Startseite und versuch es noch einmal.',
    ],
    failed: [
      'Da ist etwas kaputt',
      'Das lag an uns, nicht an dir. Versuch es in einer Minute noch einmal; wenn es so bleibt, sag der Person Bescheid, die den Server betreibt.',
    ],
  },
}

export const catalogue: Readonly<Record<Language, Messages>> = { en, de }

/** Octets as people read them: `31.5 MB`, `524 MB`, `2 GB`. */
export const readableBytes = (bytes: number, language: Language): string => {
  const [divisor, unit] = bytes >= 1e9 ? [1e9, 'GB'] : bytes >= 1e6 ? [1e6, 'MB'] : [1e3, 'kB']
  const number = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 }).format(bytes / divisor)
  return `${number}\u00a0${unit}`
}

/**
 * The limits in words. A file grows by about 37 % through encryption and base64, so what fits into a message of
 * `message_bytes` is named after that (docs/protocol.md, limits).
 */
export const amounts = ({ limits }: Pick<Config, 'limits'>, language: Language): Amounts => ({
  message: readableBytes(
    Math.floor(limits.message_bytes / 1.37 / 1e6) * 1e6 || limits.message_bytes / 1.37,
    language,
  ),
  mailbox: readableBytes(limits.mailbox_bytes, language),
  perMinute: new Intl.NumberFormat(language).format(limits.messages_per_minute),
  mailDays: new Intl.NumberFormat(language).format(limits.mail_days),
  largeMailDays: new Intl.NumberFormat(language).format(limits.large_mail_days),
  largeMail: readableBytes(limits.large_mail_bytes, language),
  accountDays: new Intl.NumberFormat(language).format(limits.account_days),
})
