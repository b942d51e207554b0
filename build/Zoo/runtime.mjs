// Runs networks in ONNX Runtime: node runtime.mjs KIND SHAPE INPUT MODEL.onnx...
// KIND is float32 or int64, SHAPE the input's with commas, INPUT a file of such values. The first output of each network goes to MODEL.out, in 32-bit floats.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';

// The one place where this repository installs ONNX Runtime.
const { InferenceSession, Tensor, env } = createRequire(new URL('../../tests/interop/package.json', import.meta.url))('onnxruntime-node');

const [kind, dimensions, path, ...models] = process.argv.slice(2);
if (models.length === 0) throw new Error('Usage: node runtime.mjs KIND SHAPE INPUT MODEL.onnx...');
const bytes = readFileSync(path);
const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
const data = kind === 'int64' ? new BigInt64Array(buffer) : new Float32Array(buffer);
env.logLevel = 'error';
for (const model of models) {
  const session = await InferenceSession.create(model, { intraOpNumThreads: 2 });
  const result = (await session.run({ [session.inputNames[0]]: new Tensor(kind, data, dimensions.split(',').map(Number)) }))[session.outputNames[0]];
  const values = Float32Array.from(result.data);
  writeFileSync(model.replace(/\.onnx$/, '.out'), Buffer.from(values.buffer));
  await session.release();
}
