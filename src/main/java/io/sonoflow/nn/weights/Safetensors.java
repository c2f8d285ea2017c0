package io.sonoflow.nn.weights;

import io.sonoflow.SonoflowException;

import java.nio.file.Path;
import java.util.Map;

/** The safetensors format: u64 little-endian header length, JSON header, data. */
public final class Safetensors {

	private Safetensors() {
	}

	/**
	 * Writes a file that Python's safetensors reads: header padded to 8 bytes, tensors by element size (largest first)
	 * and name, so that every tensor is aligned. Written under a temporary name, then moved.
	 *
	 * @param file any old one is replaced
	 * @param tensors name to tensor
	 * @param metadata texts for the header, e.g. the network's configuration; may be empty
	 * @throws SonoflowException.File if it cannot be written
	 */
	public static void write(final Path file, final Map<String, Tensor> tensors, final Map<String, String> metadata) {
		throw new SonoflowException.File("not yet: " + file);
	}
}
