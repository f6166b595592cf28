/** A bird on a roof. */
export function Logo({ large = false }: { large?: boolean }) {
  return (
    <svg class={large ? 'logo large' : 'logo'} viewBox="0 0 64 64" aria-hidden="true">
      <path class="roof" d="M7 52 32 35l25 17" />
      <path class="bird" d="M21 36c-1-10 6-18 15-18 6 0 10 4 10 9l6 3-7 2c-2 7-9 11-17 9l-13 4z" />
      <circle class="eye" cx="38" cy="26" r="2.1" />
    </svg>
  )
}
