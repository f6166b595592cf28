import type { Limits } from './config.ts'

/** One bound an operator may change: `[limits] name = value`. */
export interface ConfigurableLimit {
  readonly default: number
  readonly min: number
  readonly max: number
  /** One line for the operator. */
  readonly doc: string
  /** The attack or accident this bound stops. */
  readonly stops: string
  /** Why the default is what it is. */
  readonly why: string
}

/** One bound that is a property of the program. */
export interface FixedLimit {
  readonly value: number
  readonly stops: string
  readonly why: string
}

/** `[limits]` of the configuration file. The defaults are chatmail's (docs/protocol.md, limits). */
export const configurableLimits = {
  messages_per_minute: {
    default: 60,
    min: 1,
    max: 100_000,
    doc: 'messages one account may send per minute, on average',
    stops: 'one stolen or scripted account that floods the house or the world',
    why: 'chatmail default; the client itself slows down after six a minute',
  },
  burst: {
    default: 10,
    min: 1,
    max: 100_000,
    doc: 'messages one account may send ahead of its rate',
    stops: 'the same flood in one moment',
    why: 'chatmail default; a phone that comes back online empties its outbox in one go',
  },
  message_bytes: {
    default: 31_457_280,
    min: 65_536,
    max: 1_073_741_824,
    doc: 'octets of one message as sent, base64 included',
    stops: 'filling the disk with one command',
    why: 'chatmail default, 30 MiB: a 20 MiB file after encryption and base64',
  },
  mailbox_bytes: {
    default: 524_288_000,
    min: 1_048_576,
    max: 1_099_511_627_776,
    doc: 'octets all mailboxes of one account may hold',
    stops: 'one account that takes the whole disk',
    why: 'chatmail default, 500 MiB; messages are deleted after 20 days at the latest',
  },
  recipients: {
    default: 1000,
    min: 1,
    max: 10_000,
    doc: 'recipients of one message',
    stops: 'one command that fans out into an unbounded transaction',
    why: 'chatmail default, advertised to clients as maxsmtprecipients; groups are sent in one go',
  },
  mail_days: {
    default: 20,
    min: 1,
    max: 36_500,
    doc: 'days after which every message is deleted',
    stops: 'a server that becomes an archive of who wrote to whom',
    why: 'chatmail default; clients fetch within days, a second device within weeks',
  },
  large_mail_days: {
    default: 7,
    min: 1,
    max: 36_500,
    doc: 'days after which a large message that was seen is deleted',
    stops: 'a few videos that fill the disk for weeks',
    why: 'chatmail default',
  },
  large_mail_bytes: {
    default: 200_000,
    min: 16_384,
    max: 1_073_741_824,
    doc: 'octets above which a message counts as large',
    stops: 'see large_mail_days',
    why: 'chatmail default: text never reaches it, pictures do',
  },
  account_days: {
    default: 90,
    min: 1,
    max: 36_500,
    doc: 'days without login after which an account is deleted',
    stops: 'abandoned accounts that collect mail for ever',
    why: 'chatmail default',
  },
  name_min: {
    default: 9,
    min: 1,
    max: 64,
    doc: 'fewest characters of a user name',
    stops: 'taking short names that others would guess',
    why: 'chatmail default; clients make names of nine characters',
  },
  name_max: {
    default: 9,
    min: 1,
    max: 64,
    doc: 'most characters of a user name',
    stops: 'names that do not fit a key of the store',
    why: 'chatmail default; 64 is the most SMTP allows',
  },
  password_min: {
    default: 9,
    min: 1,
    max: 128,
    doc: 'fewest characters of a password',
    stops: 'guessing: an account is only as good as its password',
    why: 'chatmail default; clients make passwords of 22 or 50 characters',
  },
  imap_connections: {
    default: 10_000,
    min: 1,
    max: 100_000,
    doc: 'IMAP connections at once',
    stops: 'a stranger who opens sockets until memory is gone (about 55 kB each)',
    why: 'chatmail default; half a gigabyte, which a Pi with 1 GiB just survives',
  },
  smtp_connections: {
    default: 1000,
    min: 1,
    max: 100_000,
    doc: 'submission connections at once',
    stops: 'the same by SMTP',
    why: 'chatmail default; a client keeps its connection a minute, so 1000 serve many thousands',
  },
} as const satisfies Record<keyof Limits, ConfigurableLimit>

/** Bounds of the program itself, by folder. Use as `fixedLimits.name.value`. */
export const fixedLimits = {
  // config/
  config_bytes: {
    value: 262_144,
    stops: 'being pointed at a film instead of a configuration',
    why: 'a configuration with every key and a comment on each has under 8 kB',
  },

  // certificate/
  certificate_check_ms: {
    value: 3_600_000,
    stops: 'serving an expired certificate because nobody restarted the server after its renewal',
    why: 'certificates are renewed days before they end; reading two small files an hour costs nothing',
  },

  // listen/
  tls_handshake_ms: {
    value: 20_000,
    stops: 'slow-loris: sockets held open by a handshake that never ends',
    why: 'four round trips on the worst satellite link are under 4 s; a Pi in a reconnect storm needs up to 15 s',
  },
  handshakes: {
    value: 2_000,
    stops: 'sockets that hold memory before any protocol counts them',
    why: 'a Pi completes some 100 handshakes a second and gives each 20 s',
  },
  address_share: {
    value: 0.5,
    stops: 'one address that takes every connection of a protocol',
    why: 'a whole housing project may sit behind one address (NAT), so half of the total, not a handful',
  },
  http_connections: {
    value: 1_000,
    stops: 'sockets opened to the web pages until memory is gone',
    why: 'a page is one request of milliseconds; a thousand at once is a demonstration, not a house',
  },
  http_headers_ms: {
    value: 20_000,
    stops: 'slow-loris: requests that arrive a byte a minute',
    why: 'a request of a browser fits one packet; 20 s forgives the worst mobile network',
  },
  http_request_ms: {
    value: 60_000,
    stops: 'the same with the body',
    why: 'the largest body anybody sends here is a few kilobytes',
  },
  http_idle_ms: {
    value: 15_000,
    stops: 'connections that browsers keep and never use again',
    why: 'long enough for the requests of one page and a tap on it',
  },
  keep_alive_ms: {
    value: 300_000,
    stops: 'connections of phones that vanished without a word, held for ever',
    why: 'IMAP says something every few minutes anyway; earlier probes would only wake radios',
  },
  stop_grace_ms: {
    value: 10_000,
    stops: 'a stop that a single hanging client holds up for ever',
    why: 'a big message on a slow link may finish; systemd kills after 90 s',
  },
  stop_linger_ms: {
    value: 1000,
    stops: 'a restart that waits for phones which never read their good-bye',
    why: 'a round trip on a slow link; the good-bye itself has left by then',
  },
  accept_backlog: {
    value: 1_024,
    stops: 'a reconnect storm that overflows the queue of the kernel',
    why: 'after a power cut every phone of the house returns within the same seconds',
  },

  // accounts/
  password_hashes: {
    value: 2,
    stops: 'a storm of logins that takes every thread and core from the mail',
    why: 'libuv has four threads for all; two leave files and DNS theirs, and hold 16 MiB at most',
  },
  password_queue: {
    value: 512,
    stops: 'a queue of logins whose clients have long hung up',
    why: 'a slow Pi hashes some 40 a second, so the last one waits 13 s, under every client timeout',
  },
  password_bytes: {
    value: 1_024,
    stops: 'passwords as a way to send megabytes before login',
    why: 'clients make 22 to 50 characters, the longest sentence somebody types has some hundred',
  },
  verified_credentials: {
    value: 20_000,
    stops: 'a cache that grows with every password anybody ever sent',
    why: 'twice the IMAP connections there can be; some 200 bytes each are 4 MB',
  },
  verified_credentials_ms: {
    value: 43_200_000,
    stops: 'what a process remembers of credentials that nobody uses any more',
    why: 'twelve hours carry a house through the night without hashing everything in the morning',
  },

  departed: {
    value: 10_000,
    stops: 'a list of deleted accounts that grows for ever',
    why: 'more than any house has; some 100 bytes each',
  },
  departed_ms: {
    value: 86_400_000,
    stops: 'an app that still holds the profile and makes the account anew with its next login',
    why: 'within a day its owner sees that the login is refused, and removes the profile',
  },

  register_disk_bytes: {
    value: 1_073_741_824,
    stops: 'strangers who fill the disk with accounts until nobody gets mail',
    why: 'chatmail default; two mailboxes full to the brim, and time to notice',
  },
  register_disk_share: {
    value: 0.1,
    stops: 'the same on a card so small that a gigabyte would keep everybody out',
    why: 'a tenth is free on any card that is not about to be full',
  },
  register_memory_bytes: {
    value: 33_554_432,
    stops: 'newcomers who push a small board into swapping or the kernel into killing',
    why: 'two password hashes and a hundred connections; a Pi with 512 MiB has several times that when idle',
  },

  // store/
  staging_bytes: {
    value: 67_108_864,
    stops: 'one person with thousands of connections, each with most of a chunk of a message that never ends',
    why: '256 messages at once with a chunk each; a Pi with 512 MiB bears it, and no house sends that many',
  },

  // expiry/
  expiry_first_ms: {
    value: 60_000,
    stops: 'deleting while every phone of the house reconnects after a restart',
    why: 'the reconnect storm is over by then, and nothing that is old grows older in a minute',
  },
  expiry_interval_ms: {
    value: 3_600_000,
    stops: 'a box whose deletions pile up into one long night',
    why: 'age counts by the day; an hour spreads a day over the day and costs one small write',
  },

  // message/, policy/
  header_bytes: {
    value: 65_536,
    stops: 'a header that never ends and has to be kept whole until it is cleaned',
    why: 'clients send under 2 kB; a key in an Autocrypt field may take 20 kB',
  },
  part_header_bytes: {
    value: 4_096,
    stops: 'text or memory hidden in the header of a body part',
    why: 'real part headers have under 300 octets',
  },
  control_part_bytes: {
    value: 256,
    stops: 'words hidden in the part that says "Version: 1"',
    why: 'that text has ten octets, the Secure-Join request 23',
  },
  preamble_bytes: {
    value: 256,
    stops: 'clear text before the first part, which nobody shows but everybody stores',
    why: 'mail programs put one sentence there: "This is an OpenPGP/MIME encrypted message"',
  },

  // smtp/
  smtp_command_bytes: {
    value: 2_048,
    stops: 'a command line without an end',
    why: 'RFC 5321 asks for 512; an AUTH PLAIN line with long names and passwords has some 600',
  },
  smtp_commands_before_login: {
    value: 10,
    stops: 'strangers who keep a connection busy without logging in',
    why: 'a client needs EHLO, STARTTLS, EHLO, AUTH',
  },
  smtp_failed_logins: {
    value: 6,
    stops: 'guessing passwords on one connection',
    why: 'some libraries try a wrong password by PLAIN and again by LOGIN, so this is three passwords a person typed',
  },
  smtp_refused_recipients: {
    value: 100,
    stops: 'a user who looks for accounts by asking for names',
    why: 'a group of a hundred members who all left is not a thing; a new connection starts at zero',
  },
  smtp_login_ms: {
    value: 60_000,
    stops: 'connections held open by one byte now and then before login',
    why: 'three round trips and one password hash, on the worst link and the busiest Pi',
  },
  smtp_idle_ms: {
    value: 300_000,
    stops: 'dead connections that count against smtp_connections',
    why: 'RFC 5321 section 4.5.3.2.7 asks for five minutes',
  },
  rate_senders: {
    value: 20_000,
    stops: 'a rate table that grows with every account that ever sent',
    why: 'a sender is forgotten seconds after the last message; 20 000 at once take 2 MB',
  },

  // web/
  web_burst: {
    value: 30,
    stops: 'one visitor who makes the box draw QR codes and passwords all day',
    why: 'a whole house behind one address scans the code at its summer party; nothing is created yet',
  },
  web_per_second: {
    value: 2,
    stops: 'the same, afterwards',
    why: 'two newcomers a second is more than any house has, and costs a Pi a few per cent',
  },
  web_delete_burst: {
    value: 6,
    stops: 'guessing passwords by asking for deletions',
    why: 'as many as a connection of a mail client has; nobody mistypes more often',
  },
  web_delete_per_second: {
    value: 0.05,
    stops: 'the same, afterwards',
    why: 'three guesses a minute are nothing, and a second person behind the same address waits 20 s at most',
  },
  web_addresses: {
    value: 4_096,
    stops: 'a table of visitors that grows with the internet',
    why: 'some 100 bytes each; who floods from more addresses than this meets http_connections',
  },
  web_body_bytes: {
    value: 4_096,
    stops: 'uploads to a server of pages',
    why: 'the largest form holds an address and a password of 1024 octets, each up to three times as long when encoded',
  },
} as const satisfies Record<string, FixedLimit>

/** The defaults alone, in the shape of the configuration. */
export const defaultLimits: Limits = Object.fromEntries(
  Object.entries(configurableLimits).map(([name, limit]) => [name, limit.default]),
) as unknown as Limits
