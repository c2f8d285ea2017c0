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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Reads weight files of every format; which one it is, the content says, not the name. */
public final class Weights {

	private Weights() {
	}

	/**
	 * Reads the directory of a weight file; the numbers stay in the file until a tensor is asked for them, so leave the
	 * file in its place, unchanged.
	 *
	 * @param file safetensors, or torch.save's zip or legacy stream; nothing in it is ever executed
	 * @return what it holds
	 * @throws SonoflowException.File if it is none of these, damaged, contradicts itself, or is a torch file without
	 *           tensors
	 */
	public static StateDict read(final Path file) {
		if (!Files.exists(file)) throw new SonoflowException.File("The weight file " + file +
			" does not exist: check the path.");
		if (!Files.isRegularFile(file)) throw new SonoflowException.File(file +
			" is a folder, not a weight file: give the file in it (.safetensors, .pt or .pth).");
		try {
			return read(WeightFile.of(file));
		}
		catch (final UncheckedIOException e) {
			throw unusable(file, e.getCause());
		}
		catch (final IOException | FormatException e) {
			throw unusable(file, e);
		}
	}

	/**
	 * Reads all that a file holds once, where the format has checksums (torch.save's zip), and compares them. Whoever reads
	 * a tensor need not: its own checksum is compared then.
	 *
	 * @throws SonoflowException.File if a part is damaged; the message names it
	 */
	public static void verify(final Path file) {
		try {
			final WeightFile whole = WeightFile.of(file);
			if (begins(start(whole), 'P', 'K', 3, 4)) ZipDirectory.read(whole).verify();
		}
		catch (final IOException | FormatException e) {
			throw unusable(file, e);
		}
	}

	private static SonoflowException unusable(final Path file, final Exception e) {
		return new SonoflowException.File("The weight file " + file + " cannot be used: " + (e.getMessage() == null ? e
				: e.getMessage()) + ". Give a safetensors file or a state_dict saved by torch.save; if this is one, it is " +
				"damaged: fetch or save it again.", e);
	}

	private static StateDict read(final WeightFile file) throws IOException {
		final byte[] start = start(file);
		if (isSafetensors(start)) return Safetensors.read(file);
		if (begins(start, 'P', 'K', 3, 4)) return TorchZip.read(file);
		if (start.length > 1 && begins(start, 0x80) && start[1] >= 2 && start[1] <= 5) return TorchLegacy.read(file);
		if (start.length == 0) throw new FormatException("it is empty");
		if (file.path().toString().toLowerCase(Locale.ROOT).endsWith(".safetensors")) return Safetensors.read(file);
		if (begins(start, 0x89, 'H', 'D', 'F')) throw new FormatException("it is HDF5 (Keras?), which is not supported");
		throw new FormatException("its content is that of no weight file");
	}

	private static byte[] start(final WeightFile file) throws IOException {
		try (FileChannel channel = file.open()) {
			final ByteBuffer start = ByteBuffer.allocate((int) Math.min(16, file.length()));
			WeightFile.readFully(channel, 0, start);
			return start.array();
		}
	}

	/** A header below 4 GB, and then its opening brace. */
	private static boolean isSafetensors(final byte[] start) {
		return start.length > 8 && start[8] == '{' && (start[4] | start[5] | start[6] | start[7]) == 0;
	}

	private static boolean begins(final byte[] start, final int... magic) {
		if (start.length < magic.length) return false;
		for (int i = 0; i < magic.length; i++)
			if ((start[i] & 0xFF) != magic[i]) return false;
		return true;
	}
}
