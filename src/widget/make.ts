/** An element that a page can style as `::part(…)`. Text is put in as text, never as markup. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  part: string,
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (part) made.setAttribute('part', part);
  made.append(...content);
  return made;
}
