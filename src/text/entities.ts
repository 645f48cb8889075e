import { Tokenizer } from 'htmlparser2';

/** Decodes `&amp;`, `&#8217;` and their like; `isTag` says which tags go, every other `<` stays as it is. */
export function decodeEntities(text: string, isTag: (name: string) => boolean = () => false): string {
  if (!/[&<]/.test(text)) return text;
  const out: string[] = [];
  /** Where the text not yet handled begins. */
  let from = 0;
  let name = '';
  const keep = (end: number) => {
    if (end > from) out.push(text.slice(from, end));
    from = Math.max(from, end);
  };
  const tag = (end: number) => {
    if (isTag(name)) {
      out.push(' ');
      from = end + 1;
    } else keep(end + 1);
  };
  const nothing = () => {};
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: (_, end) => keep(end),
      ontextentity: (codepoint, end) => {
        out.push(String.fromCodePoint(codepoint));
        from = end;
      },
      onopentagname: (start, end) => {
        name = text.slice(start, end).toLowerCase();
      },
      onopentagend: tag,
      onselfclosingtag: tag,
      onclosetag: (start, end) => {
        name = text.slice(start, end).toLowerCase();
        tag(Math.max(end, text.indexOf('>', end)));
      },
      onattribdata: nothing,
      onattribentity: nothing,
      onattribend: nothing,
      onattribname: nothing,
      oncdata: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onend: nothing,
      onprocessinginstruction: nothing,
    },
  );
  tokenizer.write(text);
  tokenizer.end();
  keep(text.length);
  return out.join('');
}
