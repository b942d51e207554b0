// Holds networks that the tool wrote against ONNX Runtime: node check.mjs IMAGES FOLDER
// For each NAME.onnx in FOLDER, ONNX Runtime's outputs for all images must match NAME.npy, the managed engine's, within 1e-4.
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { env } from 'onnxruntime-node';
import { readIdx } from './idx.mjs';
import { readNpy } from './npy.mjs';
import { outputsOf } from './session.mjs';

const TOLERANCE = 1e-4;

/** Largest absolute difference between what ONNX Runtime computes and the predictions; NaN counts as infinite. */
async function worstDifference(modelPath, images, predictions) {
  const [samples, outputs] = predictions.shape;
  if (samples !== images.shape[0]) throw new Error(`${modelPath}: ${samples} predictions for ${images.shape[0]} images.`);
  const result = await outputsOf(modelPath, images);
  if (result.outputs !== outputs) throw new Error(`${modelPath}: ${result.outputs} outputs a sample, and ${outputs} predictions.`);
  let worst = 0;
  for (let i = 0; i < result.data.length; i++) {
    const difference = Math.abs(result.data[i] - predictions.data[i]);
    worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
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
