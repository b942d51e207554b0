// Holds single operators against ONNX Runtime: node operators.mjs FOLDER
// For each NAME.onnx in FOLDER, ONNX Runtime must make of NAME.in what the managed engine made of it, NAME.out, within 1e-5 relative.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';

const TOLERANCE = 1e-5;

function readFloats(path) {
  const bytes = readFileSync(path);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

/** The largest |a − b| / (1 + |a|); infinite where the lengths differ or a value is no number. */
function deviation(a, b) {
  if (a.length !== b.length) return Infinity;
  let worst = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]) / (1 + Math.abs(a[i]));
    worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
  }
  return worst;
}

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Usage: node operators.mjs FOLDER');
const names = readdirSync(folder).filter((file) => file.endsWith('.onnx')).map((file) => file.slice(0, -5)).sort();
if (names.length === 0) throw new Error(`${folder} holds no .onnx file.`);
env.logLevel = 'error';
let failed = 0;
let worst = 0;
for (const name of names) {
  const session = await InferenceSession.create(join(folder, `${name}.onnx`));
  const input = new Tensor('float32', readFloats(join(folder, `${name}.in`)), session.inputMetadata[0].shape);
  const result = (await session.run({ x: input })).y;
  const off = deviation(result.data, readFloats(join(folder, `${name}.out`)));
  worst = Math.max(worst, off);
  if (off > TOLERANCE) {
    failed++;
    console.log(`FAILED ${name}: deviates by ${off.toExponential(2)}, limit ${TOLERANCE}`);
  }
}
console.log(`${failed === 0 ? 'ok    ' : 'FAILED'} ${names.length - failed} of ${names.length} operator cases, worst deviation ${worst.toExponential(2)}`);
process.exitCode = failed === 0 ? 0 : 1;
