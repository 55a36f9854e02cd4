/** The reader's answers, kept in this browser: one entry an exercise. Storage may be refused; then they last as long as the page. */

const PREFIX = 'before-the-first-step:exercise:';
const session = new Map<string, string>();

export function storedAnswer(exercise: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + exercise) ?? undefined;
  } catch {
    return session.get(exercise);
  }
}

export function storeAnswer(exercise: string, text: string): void {
  session.set(exercise, text);
  try {
    localStorage.setItem(PREFIX + exercise, text);
  } catch {
    // Kept in `session`.
  }
}

export const hasAnswers = () => Object.keys(allAnswers()).length > 0;

/** All answers, by exercise. */
export function allAnswers(): Record<string, string> {
  const kept = new Map(session);
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX)) kept.set(key.slice(PREFIX.length), localStorage.getItem(key) ?? '');
    }
  } catch {
    // Only those of this page then.
  }
  return Object.fromEntries([...kept].sort());
}

export function clearAnswers(): void {
  session.clear();
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX)) localStorage.removeItem(key);
    }
  } catch {
    // Nothing was kept.
  }
}
