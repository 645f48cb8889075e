/**
 * Text from outside (titles, ids, what a server said), in which nothing moves the cursor, colours what follows or renames
 * the window. Ends of lines stay, and JSON stays the same JSON.
 */
export function terminalText(text: string): string {
  return text.replace(
    /(?![\n\t])\p{Cc}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
