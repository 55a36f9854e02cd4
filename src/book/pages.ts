/** Pages that are no chapters, and what a link to them says when it has no text of its own. */

export const otherPages: Readonly<Record<string, string>> = {
  claims: 'The claims',
  check: 'Check it against your PyTorch',
  sources: 'Sources',
  credits: 'Credits',
};
