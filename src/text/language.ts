/** The language of a tag (`pt` of `pt-BR`), lower-case; `null` where there is none. */
export function primaryLanguage(tag: string | null): string | null {
  const first = tag?.trim().split(/[-_]/)[0]?.toLowerCase();
  return first === undefined || first === '' ? null : first;
}
