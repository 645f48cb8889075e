/** By the first part of the language tag; two tags may share a word. */
const HEADINGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ar: 'مقالات ذات صلة',
    cs: 'Související články',
    da: 'Læs også',
    de: 'Mehr zum Thema',
    es: 'Artículos relacionados',
    fa: 'مطالب مرتبط',
    fi: 'Lue myös',
    fr: 'À lire aussi',
    he: 'כתבות נוספות',
    hi: 'यह भी पढ़ें',
    it: 'Leggi anche',
    ja: '関連記事',
    ko: '관련 기사',
    nb: 'Les også',
    nl: 'Lees ook',
    no: 'Les også',
    pl: 'Czytaj także',
    pt: 'Leia também',
    ru: 'Читайте также',
    sv: 'Läs även',
    tr: 'İlgili haberler',
    uk: 'Читайте також',
    zh: '相关阅读',
  }),
);

/** What stands over the list in a page of this language, such as `de-AT`; English where it is not known. */
export function headingIn(language: string): string {
  return HEADINGS.get(language.toLowerCase().split(/[-_]/)[0] ?? '') ?? 'Related articles';
}
