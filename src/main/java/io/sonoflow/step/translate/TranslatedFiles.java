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
package io.sonoflow.step.translate;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.diffusion.translate.ClipTranslation;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.image.Images;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;

import java.io.IOException;
import java.nio.file.Path;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** Writes what is made of a clip, and masks of its regions, frame by frame; of one frame pictures. */
final class TranslatedFiles implements AutoCloseable {

	private final Path made;
	private final Path regions;
	private final ClipCodec codec;
	private final ClipLook look;
	private ClipWriter clip;
	private ClipWriter masks;

	TranslatedFiles(final Path made, final Path regions, final ClipCodec codec, final ClipLook look) {
		this.made = made;
		this.regions = regions;
		this.codec = codec;
		this.look = look;
	}

	/** Adds the next frame. */
	void add(final ClipTranslation.Frame frame) {
		final byte[] region = frame.moment().region().clone();
		for (int i = 0; i < region.length; i++)
			region[i] = (byte) (region[i] == 0 ? 0 : 255);
		final ArrayImg<UnsignedByteType, ByteArray> mask = Images.bytes(region, look.width(), look.height());
		if (look.frames() == 1) {
			if (frame.grey() != null) ImageFiles.writePng(made, Images.bytes(frame.grey(), look.width(), look.height()));
			else ImageFiles.writeColorPng(made, ArrayImgs.argbs(frame.colour(), look.width(), look.height()));
			ImageFiles.writePng(regions, mask);
			return;
		}
		try {
			if (clip == null) {
				clip = new ClipWriter(made, codec, look.width(), look.height(), frame.colour() != null, look.rate());
				masks = new ClipWriter(regions, ClipCodec.FFV1, look.width(), look.height(), false, look.rate());
			}
			if (frame.grey() != null) clip.add(Images.bytes(frame.grey(), look.width(), look.height()));
			else clip.addColor(ArrayImgs.argbs(frame.colour(), look.width(), look.height()));
			masks.add(mask);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot write " + made + ": " + AtomicFiles.reason(e) +
				". Check that you may write there and that the disk is not full.", e);
		}
	}

	/** Writes what is missing. */
	void finish() throws IOException {
		if (clip == null) return;
		clip.finish();
		masks.finish();
	}

	@Override
	public void close() {
		if (clip != null) clip.close();
		if (masks != null) masks.close();
	}
}
