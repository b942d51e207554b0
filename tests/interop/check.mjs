// Holds networks that the tool wrote against ONNX Runtime: node check.mjs IMAGES FOLDER
// For each NAME.onnx in FOLDER, ONNX Runtime's outputs for all images must match NAME.npy, the managed engine's, within 1e-4.
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { readIdx } from './idx.mjs';
import { readNpy } from './npy.mjs';

const TOLERANCE = 1e-4;
const BATCH = 250;

/** Largest absolute difference between what ONNX Runtime computes and the predictions; NaN counts as infinite. */
async function worstDifference(modelPath, images, predictions) {
  const session = await InferenceSession.create(modelPath);
  const [count, height, width] = images.shape;
  const [samples, outputs] = predictions.shape;
  if (samples !== count) throw new Error(`${modelPath}: ${samples} predictions for ${count} images.`);
  let worst = 0;
  for (let first = 0; first < count; first += BATCH) {
    const batch = Math.min(BATCH, count - first);
    const input = Float32Array.from(images.data.subarray(first * height * width, (first + batch) * height * width), (byte) => byte / 255);
    const feeds = { [session.inputNames[0]]: new Tensor('float32', input, [batch, 1, height, width]) };
    const result = (await session.run(feeds))[session.outputNames[0]];
    if (result.data.length !== batch * outputs) throw new Error(`${modelPath}: output of shape ${result.dims} for ${batch} images.`);
    for (let i = 0; i < result.data.length; i++) {
      const difference = Math.abs(result.data[i] - predictions.data[first * outputs + i]);
      worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
    }
  }
  return worst;
}

const [imagesPath, folder] = process.argv.slice(2);
if (!folder) throw new Error('Usage: node check.mjs IMAGES FOLDER');
const images = readIdx(imagesPath);
const models = readdirSync(folder).filter((file) => file.endsWith('.onnx')).sort();
if (models.length === 0) throw new Error(`${folder} holds no .onnx file.`);
env.logLevel = 'error';
let failed = 0;
for (const model of models) {
  const worst = await worstDifference(join(folder, model), images, readNpy(join(folder, `${basename(model, '.onnx')}.npy`)));
  const holds = worst <= TOLERANCE;
  failed += holds ? 0 : 1;
  console.log(`${holds ? 'ok    ' : 'FAILED'} ${model}: worst difference ${worst.toExponential(2)} on ${images.shape[0]} images, limit ${TOLERANCE}`);
}
process.exitCode = failed === 0 ? 0 : 1;
