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

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.weights.PickleObjects.StorageRef;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * torch.save since PyTorch 1.6: a zip with {@code <root>/data.pkl} and the storages as {@code <root>/data/<key>}.
 */
final class TorchZip {

	private final WeightFile file;
	private final ZipDirectory zip;
	private final String root;
	private final ByteOrder order;

	private TorchZip(final WeightFile file, final ZipDirectory zip) throws IOException {
		this.file = file;
		this.zip = zip;
		this.root = root();
		this.order = order();
	}

	static StateDict read(final WeightFile file) throws IOException {
		return new TorchZip(file, ZipDirectory.read(file)).stateDict();
	}

	private StateDict stateDict() throws IOException {
		return new StateDict(file.path().toString(), PickleTree.items(pickled(), this::storage), Map.of());
	}

	private Object pickled() throws IOException {
		try (StorageStream in = zip.stream(root + "data.pkl")) {
			final Object pickled = load(in);
			in.verify();
			return pickled;
		}
	}

	/** A pickle that makes no sense may be damaged: then that is the cause. */
	private Object load(final StorageStream in) throws IOException {
		try {
			return Pickle.load(new PickleInput(new BufferedInputStream(in)), new PickleObjects());
		}
		catch (final FormatException e) {
			if (zip.entry(root + "data.pkl").size() > PickleInput.MAX_BYTES) throw e;
			try {
				in.verify();
			}
			catch (final SonoflowException.File damaged) {
				damaged.addSuppressed(e);
				throw damaged;
			}
			throw e;
		}
	}

	/** The root is called as the file was when it was saved. */
	private String root() {
		final List<String> roots = zip.names().stream().filter(name -> name.equals("data.pkl") || name.endsWith(
			"/data.pkl") && name.indexOf('/') == name.length() - 9).map(name -> name.substring(0, name.length() - 8)).toList();
		if (roots.size() != 1) throw new FormatException("it is a zip archive with " + (roots.isEmpty() ? "no"
			: "more than one") + " data.pkl, so not one that torch.save wrote");
		return roots.get(0);
	}

	private ByteOrder order() throws IOException {
		if (!zip.names().contains(root + "byteorder")) return ByteOrder.LITTLE_ENDIAN;
		try (StorageStream in = zip.stream(root + "byteorder")) {
			final String text = new String(in.readNBytes(16), StandardCharsets.US_ASCII).strip();
			in.verify();
			return switch (text) {
				case "little" -> ByteOrder.LITTLE_ENDIAN;
				case "big" -> ByteOrder.BIG_ENDIAN;
				default -> throw new FormatException("its byte order is called \"" + text + "\"");
			};
		}
	}

	private Storage storage(final StorageRef ref) {
		final String key = ref.key();
		if (key.isEmpty() || !key.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c) || c == '_'))
			throw new FormatException("it names a storage \"" + key + "\", which is no plain key but a way to somewhere else");
		final Storage whole = zip.storage(root + "data/" + key, order);
		final long length = ref.bytes();
		if (whole.length() < length) throw new FormatException("storage " + key + " declares " + length + " bytes but has " +
			whole.length());
		return new Storage.Part(whole, 0, length);
	}
}
