/** A moment of an operation: its name ("before COMMIT of payment"), and the how manyth of that name it is. */
export type Step = { name: string; count: number };

/** An operation that is watched: which texts are its own, and where it is to stop, if at all. */
type Watched = {
  markers: Set<string>;
  target: Step | undefined;
  met: Step[];
  answer: string | undefined;
  stop: () => void;
};

export type Watching = {
  /** The moments it came past, in order. */
  met: () => Step[];
  /** Resolves when it stands still at its target. */
  stopped: Promise<void>;
  /** What its caller was answered, received or not. */
  answer: () => string | undefined;
};

export type Overseer = {
  watch: (markers: readonly string[], target?: Step) => Watching;
  /**
   * A moment has come for whichever operation these texts are of: of none when they are nobody's, or several ones'. Waits
   * for ever when it is to stop here; then only a kill goes on, with an error. Gives back what to call when it is over, perhaps
   * with what its caller is about to be answered.
   */
  meet: (what: string, texts: readonly string[], learns?: boolean) => Promise<(answer?: string) => Promise<void>>;
  /** Nothing is watched any more, and whatever stood still is let go with an error: the service is dead. */
  forget: () => void;
};

/** The calls an operation begins with. Before they arrive nothing has happened. */
export const request = 'the request';

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** `shared`: ids that are of no operation in particular, as a merchant's. */
export function openOverseer(shared: ReadonlySet<string>): Overseer {
  let watched: Watched[] = [];
  let standing: ((reason: Error) => void)[] = [];
  const standStill = (one: Watched): Promise<never> =>
    new Promise((_, reject) => {
      standing.push(reject);
      one.stop();
    });
  const pass = async (one: Watched, name: string): Promise<void> => {
    if (!watched.includes(one)) return;
    const step = { name, count: one.met.filter((met) => met.name === name).length + 1 };
    one.met.push(step);
    if (one.target && textOf(one.target) === textOf(step)) await standStill(one);
  };
  return {
    watch: (markers, target) => {
      let stop = (): void => undefined;
      const stopped = new Promise<void>((resolve) => {
        stop = resolve;
      });
      const one: Watched = { markers: new Set(markers), target, met: [], answer: undefined, stop };
      watched.push(one);
      return { met: () => one.met, stopped, answer: () => one.answer };
    },
    meet: async (what, texts, learns = false) => {
      const owners = watched.filter(({ markers }) => texts.some((text) => [...markers].some((marker) => text.includes(marker))));
      const [owner] = owners;
      if (!owner || owners.length > 1) return async () => undefined;
      // What an operation makes is its own from then on: a payment, an event, what is owed of it.
      if (learns) for (const id of texts.flatMap((text) => text.match(uuids) ?? [])) if (!shared.has(id)) owner.markers.add(id);
      await pass(owner, `before ${what}`);
      return (answer) => {
        if (what === request) owner.answer ??= answer;
        return pass(owner, `after ${what}`);
      };
    },
    forget: () => {
      watched = [];
      for (const reject of standing) reject(new Error('the service was killed here'));
      standing = [];
    },
  };
}

export const textOf = ({ name, count }: Step): string => (count === 1 ? name : `${name} (${count})`);
