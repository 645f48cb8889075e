// Marks of WordPress that stand for something that is not text.
const WORDPRESS =
  /\[\/?(?:gallery|embed|audio|video|playlist|soundcloud|youtube|vimeo|twitter|instagram|gravityform|contact-form-7|su_[a-z]{1,20}|vc_[a-z]{1,20}|et_pb_[a-z]{1,20})(?:\s[^\]\n]{0,500})?\]/g;

/** Takes WordPress shortcodes out of HTML or Markdown; of a caption also its words. */
export function withoutWordPressMarks(text: string): string {
  if (!text.includes('[')) return text;
  return withoutBetween(text, '[caption', '[/caption]').replace(WORDPRESS, ' ');
}

/**
 * Takes out what static site generators add to Markdown: templates' marks, kramdown attributes, footnote marks. Of a
 * paired shortcode only the two marks go; what they enclose is prose.
 */
export function withoutGeneratorMarks(markdown: string): string {
  return withoutBetween(withoutBetween(markdown, '{{', '}}'), '{%', '%}')
    .replace(/^\[\^[^\]\s]{1,40}\]:/gm, '\n')
    .replace(/\[\^[^\]\s]{1,40}\]/g, '')
    .replace(/\{:[^}\n]{0,200}\}/g, '')
    .replace(/[ \t]\{[#.][^}\n]{0,200}\}[ \t]*$/gm, '');
}

function withoutBetween(text: string, open: string, close: string): string {
  const kept: string[] = [];
  let from = 0;
  while (true) {
    const start = text.indexOf(open, from);
    const end = start === -1 ? -1 : text.indexOf(close, start + open.length);
    if (end === -1) {
      kept.push(text.slice(from));
      return kept.join('');
    }
    kept.push(text.slice(from, start), ' ');
    from = end + close.length;
  }
}
