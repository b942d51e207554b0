// Holds networks in 8-bit integers against ONNX Runtime: node integers.mjs IMAGES LABELS FOLDER
// For each NAME.int8.onnx in FOLDER, ONNX Runtime's accuracy must be within 0.3 points of the original's, whose outputs are NAME.npy, and its classes those of
// the managed engine, NAME.int8.npy, but for a few images on the edge: a sum in another order rounds to another byte there.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'onnxruntime-node';
import { readIdx } from './idx.mjs';
import { readNpy } from './npy.mjs';
import { outputsOf } from './session.mjs';

const POINTS = 0.3;
const OTHER_CLASSES = 0.002;
const SUFFIX = '.int8.onnx';

function classes(data, outputs) {
  const result = [];
  for (let row = 0; row < data.length; row += outputs) {
    let best = 0;
    for (let i = 1; i < outputs; i++) if (data[row + i] > data[row + best]) best = i;
    result.push(best);
  }
  return result;
}

const share = (list, holds) => list.filter(holds).length / list.length;

const [imagesPath, labelsPath, folder] = process.argv.slice(2);
if (!folder) throw new Error('Usage: node integers.mjs IMAGES LABELS FOLDER');
const images = readIdx(imagesPath);
const labels = readIdx(labelsPath).data;
const models = readdirSync(folder).filter((file) => file.endsWith(SUFFIX)).sort();
if (models.length === 0) throw new Error(`${folder} holds no ${SUFFIX} file.`);
env.logLevel = 'error';
let failed = 0;
for (const model of models) {
  const name = model.slice(0, -SUFFIX.length);
  const { data, outputs } = await outputsOf(join(folder, model), images);
  const found = classes(data, outputs);
  const original = classes(readNpy(join(folder, `${name}.npy`)).data, outputs);
  const managed = classes(readNpy(join(folder, `${name}.int8.npy`)).data, outputs);
  if (found.length !== labels.length || original.length !== labels.length || managed.length !== labels.length) throw new Error(`${model}: predictions and labels are not of the same images.`);
  const [before, after] = [original, found].map((list) => 100 * share(list, (c, i) => c === labels[i]));
  const other = share(found, (c, i) => c !== managed[i]);
  const holds = before - after <= POINTS && other <= OTHER_CLASSES;
  failed += holds ? 0 : 1;
  console.log(`${holds ? 'ok    ' : 'FAILED'} ${model}: ${before.toFixed(2)} % to ${after.toFixed(2)} % on ${labels.length} images, at most ${POINTS} points down; ${(100 * other).toFixed(2)} % other classes than the managed engine, at most ${100 * OTHER_CLASSES} %`);
}
process.exitCode = failed === 0 ? 0 : 1;
