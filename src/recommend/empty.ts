const DETAILS = {
  not_embeddable: 'The text has too few words that the model knows to be placed beside others.',
  no_candidates: 'The index holds no other article.',
  filtered_out:
    'Every candidate is excluded: by a filter, the mode or the editors, of another language, not published yet, or not to be recommended.',
  below_cutoff: 'No candidate is related closely enough, other than copies of the article itself.',
  no_links: 'Editors decided that nothing is shown under this article.',
} as const;

/** Why a list is empty. */
export interface Empty {
  readonly reason: keyof typeof DETAILS;
  readonly detail: string;
}

export function whyEmpty(reason: Empty['reason']): Empty {
  return { reason, detail: DETAILS[reason] };
}
