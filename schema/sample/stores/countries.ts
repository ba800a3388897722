/** Countries as the stores' ERP writes them, the more often the more is sold there. */
export const countries: readonly string[] = [
  ...Array.from({ length: 12 }, () => 'United Kingdom'),
  ...Array.from({ length: 5 }, () => 'EIRE'),
  ...Array.from({ length: 5 }, () => 'Germany'),
  ...Array.from({ length: 4 }, () => 'France'),
  ...[
    'Netherlands',
    'Netherlands',
    'Spain',
    'Spain',
    'Switzerland',
    'Switzerland',
    'Portugal',
    'Belgium',
    'Sweden',
  ],
  ...['Channel Islands', 'Italy', 'Australia', 'Cyprus', 'Austria', 'Greece', 'Denmark', 'Norway', 'Finland'],
  ...['USA', 'Japan', 'Poland', 'Singapore', 'RSA', 'Canada', 'Hong Kong', 'Israel', 'Brazil', 'West Indies'],
];
