/** English, and the measure for every other language: the keys of this catalogue are the keys of all. */
export const en = {
  'language.name': 'English',
  'language.choose': 'Language',
  'page.title': 'Roost set-up',
  'page.loading': 'One moment…',
  'page.step': 'Step {step} of {steps}',
  'page.back': 'Back',
  'page.continue': 'Continue',
  'page.later': 'later version',
  'page.version': 'Roost {version}',

  'claim.title': 'Welcome to your Roost',
  'claim.text': 'This little box becomes the chat server of your house. First, show that it is yours.',
  'claim.code': 'Setup code',
  'claim.hint': 'Eight letters and digits, on the screen that is connected to the box.',
  'claim.where': 'Where do I find the code?',
  'claim.where.screen':
    'Connect a TV or monitor to the box with an HDMI cable. The code is on it, with a QR code that fills it in for you.',
  'claim.where.card':
    'No screen? Switch the box off, put its card into a computer, open the file roost.toml and write your own code there: {example}. Then put the card back and switch on.',
  'claim.taken': 'Set-up was begun on another device. With the code you go on here, nothing is lost.',
  'claim.lost': 'Another device went on with the set-up. Type the code to go on here again.',
  'claim.mistakes': 'The file on the card has a mistake. The box left that line out:',
  'claim.mistakes.many': 'The file on the card has mistakes. The box left these lines out:',
  'claim.mistakes.place': '{file}, line {line}',

  'domain.title': 'How should addresses end?',
  'domain.text':
    'Everybody gets a chat address that is made up for them. Nobody has to remember it, it travels inside QR codes.',
  'domain.name': 'A name for your house',
  'domain.name.text':
    'Works in your own network. It stays the same even if the box gets another network address.',
  'domain.name.field': 'Name',
  'domain.name.hint': 'A suggestion. Change it as you like.',
  'domain.name.example': 'Addresses will look like this:',
  'domain.recommended': 'recommended',
  'domain.address': 'The network address of the box',
  'domain.address.text':
    'Only if your router always gives the box this same address. Should it change, everybody has to start again.',
  'domain.address.field': 'Network address',
  'domain.public': 'Reachable from the Internet',
  'domain.public.text': 'Chat with people on other servers, with a domain of your own.',

  'access.title': 'Who may join?',
  'access.text': 'You will get a QR code to hang up in the hallway.',
  'access.open': 'Everybody in the house',
  'access.open.text':
    'Whoever is in your network and scans the code gets an address at once, without asking.',
  'access.invite': 'By invitation',
  'access.invite.text': 'Codes that are valid once, or until a day you choose.',

  'review.title': 'Ready to start',
  'review.text': 'Please look once more: the name is part of every address and cannot be changed later.',
  'review.domain': 'Addresses end with',
  'review.access': 'Who may join',
  'review.change': 'Change',
  'review.start': 'Start the chat server',
  'review.again': 'Try again',
  'review.failed': 'The server did not start',
  'review.failed.text':
    'Your answers are safe. Try again. If it fails twice, unplug the box, wait ten seconds, plug it in and come back to this page.',

  'starting.title': 'Building the nest',
  'starting.text':
    'This takes a minute at most. You may close this page and come back, the box goes on by itself.',
  'starting.settings': 'Saving your answers',
  'starting.server': 'Making keys and starting the server',
  'starting.answering': 'Checking that it answers',
  'starting.now': 'in progress',
  'starting.finished': 'done',

  'done.title': 'Your chat server is running',
  'done.text': 'Scan this code with any phone in the house network to join.',
  'done.qr': 'QR code for {url}',
  'done.copy': 'Copy link',
  'done.copied': 'Copied',
  'done.print': 'Print the poster',
  'done.next': 'What next?',
  'done.next.app': 'Install Delta Chat on your phone, then scan the code and tap “Join the chat”.',
  'done.next.print': 'Print the poster and hang it in the hallway.',
  'done.next.router':
    'In your router, let the box always have the same address ({address}). Phones look for it there.',
  'done.next.code': 'Keep the box plugged in. It starts by itself after a power cut.',
  'poster.title': 'Our house chats',
  'poster.1': 'Install the free app Delta Chat.',
  'poster.2': 'Join our Wi-Fi and scan this code.',
  'poster.3': 'Say hello! Your messages are end-to-end encrypted and stay in the house.',

  'offline.text': 'No answer from the box. Is this device still in the house network? Trying again…',
  'error.wrongCode': 'That is not the code. Please compare it with the screen of the box.',
  'error.wait': 'Too many wrong codes. Please wait {time}, then try again. Nothing is lost.',
  'error.waitOver': 'You can try again now.',
  'error.codeMissing': 'Please type the code first.',
  'error.notNow': 'This does not fit the current step. The page shows where you are.',
  'error.session': 'Please type the setup code to go on.',
  'error.finished': 'Set-up is finished. Nothing can be changed here any more.',
  'error.storage':
    'The box could not save your answer. Its card may be full or broken. Try again; if it fails twice, use another card.',
  'error.request': 'The box did not understand this request. Reload the page and try again.',
  'error.host': 'Please open this page by the address that the box shows on its screen.',
  'error.notFound': 'There is no such page. Open /setup/ instead.',
  'error.internal': 'Something went wrong in the box. Try again; nothing is lost.',
  'error.domain.empty': 'Please give the house a name.',
  'error.domain.characters': 'A name may have letters from a to z, digits, and hyphens between them.',
  'error.domain.long': 'This name is too long. Please take at most 50 characters.',
  'error.domain.public':
    'This is a name on the Internet. In this version the name stays in the house: leave out the dots, or begin with an underscore.',
  'error.domain.address': 'The box does not have this address now. Please choose one of those shown.',
  'time.seconds': '{count} seconds',
  'time.second': '1 second',
  'time.minutes': '{count} minutes',
} as const

/** A key of the catalogues. */
export type MessageKey = keyof typeof en

/** One language: every key, nothing else. */
export type Messages = Readonly<Record<MessageKey, string>>
