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
package io.sonoflow.dataset.mask;

import java.nio.file.Path;
import java.util.function.Supplier;

/** One mask: an image, or a frame of a clip of masks. Equal are those of one file and number. */
final class MaskFrame {

	private static final int IMAGE = -1;

	private final Path path;
	private final int number;
	private final Supplier<MaskFile> source;

	private MaskFrame(final Path path, final int number, final Supplier<MaskFile> source) {
		this.path = path;
		this.number = number;
		this.source = source;
	}

	/** {@return an image} */
	static MaskFrame image(final Path path) {
		return new MaskFrame(path, IMAGE, () -> MaskFile.read(path));
	}

	/**
	 * {@return a frame of a clip}
	 *
	 * @param number from 0
	 * @param source reads it
	 */
	static MaskFrame frame(final Path path, final int number, final Supplier<MaskFile> source) {
		return new MaskFrame(path, number, source);
	}

	Path path() {
		return path;
	}

	/** {@return it as read} */
	MaskFile read() {
		return source.get();
	}

	/** {@return its file's name, and number} */
	String name() {
		return path.getFileName() + suffix(number);
	}

	/** {@return what is said of a frame after its file's name; of an image nothing} */
	static String suffix(final int number) {
		return number == IMAGE ? "" : " frame " + (number + 1);
	}

	@Override
	public String toString() {
		return path + suffix(number);
	}

	@Override
	public boolean equals(final Object other) {
		return other instanceof final MaskFrame that && number == that.number && path.equals(that.path);
	}

	@Override
	public int hashCode() {
		return 31 * path.hashCode() + number;
	}
}
