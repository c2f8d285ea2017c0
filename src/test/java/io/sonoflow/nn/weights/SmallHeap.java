package io.sonoflow.nn.weights;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/** Run in a JVM of its own with a small heap: reads every tensor of a file, one after the other. */
final class SmallHeap {

	private SmallHeap() {
	}

	/** @param args the file; the sum of all values is printed */
	public static void main(final String[] args) {
		double sum = 0;
		for (final Tensor tensor : Weights.read(Path.of(args[0])).tensors().values())
			for (final float value : tensor.floats())
				sum += value;
		System.out.println(sum);
	}

	/** @return n tensors of side x side float32 whose values sum up to n * side * side / 2 exactly */
	static Map<String, Tensor> tensors(final int n, final int side) {
		final float[] values = new float[side * side];
		for (int i = 0; i < values.length; i++)
			values[i] = i % 2;
		final Tensor tensor = Tensor.of(values, side, side);
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		for (int i = 0; i < n; i++)
			tensors.put("layer" + i + ".weight", tensor);
		return tensors;
	}

	/** @return the CRC-32 that a stored zip entry must declare */
	static long crc(final byte[] bytes) {
		final CRC32 crc = new CRC32();
		crc.update(bytes);
		return crc.getValue();
	}
}
