import { type Chance, chanceOf } from '../rounds.ts';
import type { Attack } from './attack.ts';
import { drawRaw } from './raw.ts';
import { wholeKinds } from './requests.ts';
import type { Scene } from './scene.ts';

const kinds = [...wholeKinds, [10, drawRaw] as const];
const allWeights = kinds.reduce((sum, [weight]) => sum + weight, 0);

/** The attack of this number: the same seed draws the same one again, with what then exists. */
export function drawAttack(scene: Scene, seed: number, number: number): Attack {
  const chance = chanceOf(seed, number);
  return kindAt(chance.whole(1, allWeights))(scene, chance);
}

function kindAt(place: number): (scene: Scene, chance: Chance) => Attack {
  let left = place;
  for (const [weight, make] of kinds) {
    left -= weight;
    if (left <= 0) return make;
  }
  return drawRaw;
}
