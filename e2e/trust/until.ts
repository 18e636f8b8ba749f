const lookEveryMs = 100;

/** Asks until the answer is as wished, for at most this long; the last answer, as wished or not. */
export async function askUntil<T>(ask: () => Promise<T>, isWished: (answer: T) => boolean, withinMs: number): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isWished(answer) || performance.now() > deadline) return answer;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
