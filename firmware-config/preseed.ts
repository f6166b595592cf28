/** What the pre-seed asks of the appliance. */
export interface Preseed {
  readonly errors: readonly { readonly file: string; readonly line?: number; readonly message: string }[]
  readonly settings: Readonly<Record<string, unknown>>
}
