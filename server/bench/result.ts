/** One line of the table: what was measured, on whom, and what it should be. */
export interface Result {
  readonly what: string
  /** Name of the server. */
  readonly who: string
  readonly value: number
  readonly unit: string
  /** What the value must not exceed, or must reach; none where there is no goal. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number }
}

/** Whether the goal is reached; `undefined` without one. */
export const passed = ({ value, goal }: Result): boolean | undefined => {
  if (goal === undefined) return undefined
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast
}

/** The results as a table in Markdown, so that it can go into the documentation as it is. */
export const tableOf = (results: readonly Result[]): string => {
  const rows = [
    ['measured', 'server', 'value', 'goal', ''],
    ['---', '---', '--:', '--:', '---'],
    ...results.map((result) => [
      result.what,
      result.who,
      `${rounded(result.value)} ${result.unit}`,
      goalOf(result),
      { true: 'reached', false: 'MISSED', undefined: '' }[`${passed(result)}`],
    ]),
  ]
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`)
    .join('\n')
}

const goalOf = ({ goal, unit }: Result): string => {
  if (goal === undefined) return ''
  return 'atMost' in goal ? `≤ ${rounded(goal.atMost)} ${unit}` : `≥ ${rounded(goal.atLeast)} ${unit}`
}

const rounded = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2)
