/** How the element of `/widget.js` is to ask and to look. */
export interface ElementLook {
  readonly limit: number;
  readonly mode: string;
  /** `null`: that of the article. */
  readonly language: string | null;
  /** `null`: both. */
  readonly sponsored: boolean | null;
  /** `null`: both. */
  readonly paywalled: boolean | null;
  /** `null`: the element's own, in the language of the page. */
  readonly heading: string | null;
  readonly headingLevel: number;
  readonly reasons: boolean;
}

/** The attributes that make the element show what a fragment shows; those that say what goes without saying are left out. */
export function elementAttributes(look: ElementLook): Record<string, string> {
  const { limit, mode, language, sponsored, paywalled, heading, headingLevel, reasons } = look;
  return {
    limit: String(limit),
    ...(mode === 'related' ? {} : { mode }),
    ...(language === null ? {} : { language }),
    ...(sponsored === null ? {} : { sponsored: String(sponsored) }),
    ...(paywalled === null ? {} : { paywalled: String(paywalled) }),
    ...(heading === null ? {} : { heading }),
    ...(headingLevel === 2 ? {} : { 'heading-level': String(headingLevel) }),
    ...(reasons ? { reasons: '' } : {}),
    summaries: '',
  };
}
