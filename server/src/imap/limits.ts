/**
 * Bounds of the IMAP wire: what one peer may make us hold or do. They are properties of the protocol code, not
 * settings of a house; those live in `config/limits.ts`. Each row names the attack it stops and why this value.
 */
export const imapLimits = {
  /** A line without end. Clients send sets of about 1 kB and some 8 kB; 64 KiB is RFC 7162 section 4 times eight. */
  lineBytes: 65_536,
  /** The same before login, where only names and passwords come; fits a 4 KiB SASL response in base64. */
  greetingLineBytes: 8_192,
  /** Memory filled by one announced literal. Ordinary arguments are names and search words. */
  literalBytes: 102_400,
  /** Strangers may hold this much at most: a LOGIN with literals. */
  greetingLiteralBytes: 1_024,
  /** Many literals in one command, each small enough. */
  commandBytes: 262_144,
  /** `{0+}` floods: objects without bytes. SEARCH with literals uses a handful. */
  literals: 64,
  /** Atom floods; a line of the largest size holds 32768 of them. */
  tokens: 16_384,
  /** Parentheses 10^5 deep: recursion. RFC grammar needs 3, SEARCH programs of real clients under 10. */
  nesting: 24,
  /** `1,3,5,...`: work per message times ranges. */
  ranges: 8_192,
  /** `FETCH 1 (BODY[] BODY[] ...)`: one line multiplied into gigabytes. */
  fetchItems: 64,
  /** SEARCH keys in one program. */
  searchKeys: 1_024,
  /** Names in `HEADER.FIELDS (...)`. */
  headerFields: 256,
  /** Malformed commands before the connection is closed: port scanners and other protocols. */
  badBeforeLogin: 3,
  /** The same after login: a broken client in a loop. */
  badAfterLogin: 20,
  /** Guesses on one connection. */
  failedLogins: 4,
  /** One account that takes all places: 32 is a household on one profile, with four connections for each device. */
  accountConnections: 32,
  /** Pieces of mail waiting in one connection for its reader before we stop producing. */
  outputBytes: 65_536,
  /** Pipelined bytes kept while a command runs, before reading stops. */
  inputBytes: 65_536,
  /** Messages looked at in one step; between steps other connections run. */
  window: 128,
  /** Folders of one account: clients make about five. */
  mailboxes: 200,
  /** Octets of a mailbox name, and how many levels. */
  mailboxNameBytes: 255,
  mailboxDepth: 10,
  /** All patterns of one LIST: time grows with their length times that of the names. */
  patternBytes: 1_024,
  /** Keywords on one message; bounds every FLAGS reply. */
  keywords: 32,
  keywordBytes: 64,
  /** Octets of one metadata value (a push token is at most 4096). */
  metadataBytes: 4_096,
  /** Entries in one GETMETADATA or SETMETADATA. */
  metadataEntries: 32,
  /** Push tokens of one account: its devices, the oldest leave first. */
  deviceTokens: 16,
  /** Days after which a push token that was not set again is forgotten. */
  deviceTokenDays: 90,
  /** Hostile MIME: nesting, parts and header size that BODYSTRUCTURE follows; what is beyond is one opaque part. */
  mimeDepth: 20,
  mimeParts: 500,
  mimeHeaderBytes: 65_536,
  /** Addresses shown in one ENVELOPE field. */
  addresses: 1_000,
} as const

/** Seconds. */
export const imapTimers = {
  /** From connect to login, not extended by activity (1 byte every 30 s). */
  login: 60,
  /** RFC 9051 section 5.4 asks for at least 30 minutes after login. */
  inactivity: 31 * 60,
  /** A client that stops reading in the middle of a FETCH; 64 KiB in this time is slower than any phone network. */
  write: 120,
  /** `* OK Still here` in IDLE: phones give up after 5 minutes of silence, NAT tables sooner. */
  keepalive: 120,
} as const
