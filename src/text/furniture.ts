/** The attributes that tell furniture (share bars, related links, forms, captions) from prose. */
export const TELLING_ATTRIBUTES: ReadonlySet<string> = new Set([
  'class',
  'id',
  'role',
  'aria-label',
  'aria-hidden',
  'hidden',
  'style',
]);

const OWNERS = '(?:post|article|entry|story|content|page|single|btn|button|icon|wp|block|js|c|o|m)';
const PARTS =
  '(?:this|bar|bars|box|button|buttons|btn|btns|icon|icons|link|links|list|item|tool|tools|toolbar|widget|container|wrapper|wrap|inner|block|menu|nav|section|area|on|via|post|article|story|page|group|panel|count|counts|row|inline|top|bottom|left|right|mobile|desktop|sticky|floating|label|title|follow|share|sharing|networks|profiles|facebook|twitter|x|linkedin|email|whatsapp)';
const SEPARATOR = '[-_]+';

// Each is matched against one whole class name or id of at most 64 characters: `timeshare-story`, `share-price` and
// `tag-social-media` are none of them.
const NAMES: readonly RegExp[] = [
  new RegExp(`^(?:${OWNERS}${SEPARATOR})*(?:share|shares|sharing|sharer)(?:${SEPARATOR}${PARTS})*$`),
  new RegExp(`^(?:${OWNERS}${SEPARATOR})*social(?:${SEPARATOR}media)?(?:${SEPARATOR}${PARTS})+$`),
  /^socials?$/,
  /^(?:sharedaddy|sd-sharing|addtoany|a2a|addthis|sharethis|jp-relatedposts|yarpp|adsbygoogle|disqus)(?:$|[-_])/,
  /^related[-_]?(?:posts?|articles?|stories|content|links|reading|news)(?:$|[-_])/,
  /^(?:newsletter|subscribe|subscription)[-_]+(?:signup|sign-up|form|box|subscribe|promo|cta|widget|block|inline|banner)(?:$|[-_])/,
  /^(?:wp-caption|wp-element-caption|(?:image|img|photo|media|figure|picture|gallery)[-_](?:caption|credit))(?:$|[-_])/,
  /^(?:comments|comments-area|comment-list|comment-form|respond|breadcrumbs?|pagination|skip-link|screen-reader-text|sr-only|visually-hidden|usa-sr-only)$/,
  /^(?:advert|advertisement|ad-(?:container|slot|unit|wrapper|banner))(?:$|[-_])/,
  /^(?:cookie-(?:banner|notice|consent)|author-(?:box|bio)|post-tags|entry-tags|tags-links)(?:$|[-_])/,
];

const ROLES = new Set([
  'navigation',
  'complementary',
  'search',
  'contentinfo',
  'form',
  'dialog',
  'menu',
  'button',
]);

const LABELS =
  /^(?:share|share (?:this|on|via)(?: .{0,40})?|social|social (?:media|sharing|links|share)(?: .{0,40})?|breadcrumbs?|related (?:posts|articles|stories|content|links)|advertisement|newsletter(?: .{0,40})?)$/;

/** Whether an element with these attributes is furniture: not read by people who read the article. */
export function isFurniture(attributes: ReadonlyMap<string, string>): boolean {
  for (const [name, raw] of attributes) {
    const value = raw.trim().toLowerCase();
    switch (name) {
      case 'class':
      case 'id':
        if (value.split(/\s+/).some(isFurnitureName)) return true;
        break;
      case 'role':
        if (ROLES.has(value)) return true;
        break;
      case 'aria-label':
        if (LABELS.test(value)) return true;
        break;
      case 'aria-hidden':
        if (value === 'true') return true;
        break;
      case 'hidden':
        return value !== 'until-found';
      case 'style':
        if (/(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/.test(value)) return true;
        break;
    }
  }
  return false;
}

function isFurnitureName(name: string): boolean {
  return name !== '' && name.length <= 64 && NAMES.some((pattern) => pattern.test(name));
}
