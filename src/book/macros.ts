/** TeX macros of this book. Few, and only where a symbol is used in every chapter. */

export const macros: Readonly<Record<string, string>> = {
  '\\E': '\\mathbb{E}',
  '\\Var': '\\operatorname{Var}',
  '\\Cov': '\\operatorname{Cov}',
  '\\N': '\\mathcal{N}',
  '\\R': '\\mathbb{R}',
  '\\norm': '\\lVert #1 \\rVert',
  '\\abs': '\\lvert #1 \\rvert',
  '\\fanin': 'n_{\\mathrm{in}}',
  '\\fanout': 'n_{\\mathrm{out}}',
};
