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
package io.sonoflow.dataset;

import io.sonoflow.SonoflowException;

import java.nio.file.Path;
import java.util.List;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** Image files, one a frame of one clip; one of them is open at a time. Of a file of several frames the first counts. */
public final class FileFrames implements FrameReader {

	private final List<Path> files;
	private final FrameReader first;
	private FrameReader open;
	private int number;

	private FileFrames(final List<Path> files, final FrameReader first) {
		this.files = List.copyOf(files);
		this.first = first;
		open = first;
	}

	/** {@return a clip in one file, or in one a frame} */
	public static FrameReader open(final List<Path> files) {
		final FrameReader first = ImageFiles.open(files.get(0));
		return files.size() == 1 ? first : new FileFrames(files, first);
	}

	/** @throws SonoflowException.File if it has another size than the first */
	private FrameReader at(final int frame) {
		if (frame == number) return open;
		if (open != first) open.close();
		open = frame == 0 ? first : ImageFiles.open(files.get(frame));
		number = frame;
		if (open.width() != width() || open.height() != height()) throw new SonoflowException.File("The image " + files.get(frame) +
			" has " + open.width() + " x " + open.height() + " pixels, the first frame of its clip, " + files.get(0) + ", " + width() +
			" x " + height() + ". Give frames of one size, or leave that one out.");
		return open;
	}

	@Override
	public int frames() {
		return files.size();
	}

	@Override
	public int width() {
		return first.width();
	}

	@Override
	public int height() {
		return first.height();
	}

	@Override
	public String header() {
		return first.header();
	}

	@Override
	public ArrayImg<ARGBType, IntArray> color(final int frame) {
		return at(frame).color(0);
	}

	@Override
	public ArrayImg<UnsignedByteType, ByteArray> gray(final int frame) {
		return at(frame).gray(0);
	}

	@Override
	public ArrayImg<UnsignedByteType, ByteArray> mask(final int frame) {
		return at(frame).mask(0);
	}

	@Override
	public byte[] values(final int frame) {
		return at(frame).values(0);
	}

	@Override
	public void close() {
		if (open != first) open.close();
		first.close();
	}
}
