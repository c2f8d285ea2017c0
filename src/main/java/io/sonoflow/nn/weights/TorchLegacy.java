/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.nn.weights;

import io.sonoflow.nn.weights.PickleObjects.Dict;
import io.sonoflow.nn.weights.PickleObjects.Sequence;
import io.sonoflow.nn.weights.PickleObjects.StorageRef;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;

/**
 * torch.save before PyTorch 1.6: the pickles of a magic number, the protocol's number, a dict about the system, the
 * object, and the list of the storages' keys; then each storage: its number of elements (8 bytes) and its elements.
 */
final class TorchLegacy {

	static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);

	private final WeightFile file;
	private final PickleObjects objects = new PickleObjects();
	private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

	private TorchLegacy(final WeightFile file) {
		this.file = file;
	}

	static StateDict read(final WeightFile file) throws IOException {
		return new TorchLegacy(file).stateDict();
	}

	private StateDict stateDict() throws IOException {
		final Object pickled;
		final Object keys;
		final long end;
		try (InputStream in = new BufferedInputStream(file.stream(0), 1 << 16)) {
			final PickleInput input = new PickleInput(in);
			if (!MAGIC.equals(Pickle.load(input, new PickleObjects()))) throw new FormatException(
				"it is a pickle, but none that torch.save wrote");
			final Object protocol = Pickle.load(input, new PickleObjects());
			if (!Long.valueOf(1001).equals(protocol)) throw new FormatException(
				"it is of an unknown protocol of torch.save; 1001 is understood");
			if (Pickle.load(input, new PickleObjects()) instanceof Dict system && Boolean.FALSE.equals(system.entries.get(
				"little_endian"))) order = ByteOrder.BIG_ENDIAN;
			pickled = Pickle.load(input, objects);
			keys = Pickle.load(input, new PickleObjects());
			end = input.position();
		}
		final Map<String, Storage> storages = storages(keys, end);
		return new StateDict(file.path().toString(), PickleTree.items(pickled, ref -> {
			if (!storages.containsKey(ref.key())) throw new FormatException("its storage " + ref.key() + " is missing");
			return storages.get(ref.key());
		}), Map.of());
	}

	private Map<String, Storage> storages(final Object keys, final long start) throws IOException {
		if (!(keys instanceof Sequence list)) throw new FormatException("its list of storages is none");
		final Map<String, Storage> storages = new HashMap<>();
		long position = start;
		try (FileChannel channel = file.open()) {
			for (final Object key : list.items) {
				final StorageRef ref = key instanceof String ? objects.storages.get(key) : null;
				if (ref == null) throw new FormatException("its list of storages names one that no tensor uses");
				final ByteBuffer count = ByteBuffer.allocate(8).order(order);
				WeightFile.readFully(channel, position, count);
				if (count.getLong(0) != ref.elements()) throw new FormatException("storage " + ref.key() + " declares " + ref
					.elements() + " elements but has " + count.getLong(0));
				final long length = ref.bytes();
				if (length > file.length() - position - 8) throw new FormatException("it is cut off in storage " + ref.key());
				if (storages.put(ref.key(), new WeightFile.Region(file, position + 8, length, order)) != null)
					throw new FormatException("its list of storages names " + ref.key() + " twice");
				position += 8 + length;
			}
		}
		if (position != file.length()) throw new FormatException("its storages end at byte " + position +
			" of " + file.length() + ": something follows them");
		return storages;
	}
}
