/** The colours of our pages, in the reader's own light or dark. Contrast is AA in both. */
export const PALETTE = `:root { color-scheme: light dark; --ink: #1c1b19; --paper: #fdfcf9; --quiet: #66625a; --rule: #dcd8cf; --accent: #8a2b12; --card: #f5f2ea }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece9e2; --paper: #171614; --quiet: #a39e93; --rule: #38352f; --accent: #f0a184; --card: #211f1c }
}`;
