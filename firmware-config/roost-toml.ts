import type { Preseed } from './preseed.ts'

/** The roost.toml that lies on every fresh card: all comments, so an untouched file asks for nothing. */
export const defaultRoostToml = `# Roost: what you may set before the first start. Everything is optional; the wizard asks for the rest.
# Take away the "#" in front of a line to use it. Mistakes do no harm: the box starts all the same and shows them.

# The box's name on your network: http://roost.local
#hostname = "roost"

# The code the wizard asks for, eight characters. Without it the box makes one and shows it on its screen.
#setup_code = "ABCD2345"

# Your public SSH key. Without it nobody can log in at all.
#ssh_key = "ssh-ed25519 AAAA... you@laptop"

# What follows the @ in addresses. A name that begins with "_" needs no internet.
#domain = "_roost"

#[wifi]
#ssid = "my network"
#password = "its password"
# Two letters of the country you are in; without it some channels stay silent.
#country = "DE"
`

/** What the untouched file means; lies in the system so that a start need not read it again. */
export const defaultPreseedResult: Preseed = { errors: [], settings: {} }
