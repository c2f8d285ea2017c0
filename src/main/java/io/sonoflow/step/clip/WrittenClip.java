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
package io.sonoflow.step.clip;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.clip.FewerFrames;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;
import io.sonoflow.run.PartStore;
import io.sonoflow.run.RunFolder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * A clip that was exported; see {@link PartStore}.
 *
 * @param clip name of its file
 * @param frames that were written
 * @param failure why not all; empty = all
 */
record WrittenClip(String clip, int frames, String failure) {

	static PartStore<WrittenClip> store(final RunFolder folder) {
		return new PartStore<>(folder.path(), "parts", WrittenClip.class);
	}

	/** {@return the name of the part of a clip, by its place in the data set} */
	static String name(final int clip) {
		return String.format(Locale.ROOT, "clip-%06d", clip);
	}

	/**
	 * Writes a clip; its file is there when it is finished.
	 *
	 * @param whole whether one that cannot be read to its end is not exported at all
	 */
	static WrittenClip write(final Path clip, final FewerFrames reader, final ClipCodec codec, final ClipPlan plan,
		final boolean whole, final Monitor monitor)
	{
		final WrittenClip[] written = new WrittenClip[1];
		AtomicFiles.write(clip, temporary -> {
			try (ClipWriter writer = new ClipWriter(temporary, codec, reader.width(), reader.height(), plan.color(), plan.rate())) {
				written[0] = write(writer, clip.getFileName().toString(), reader, plan.color(), whole, monitor);
				writer.finish();
			}
		});
		return written[0];
	}

	/** As it is seen: of frames without colour, the grey level is each of the three. */
	private static WrittenClip write(final ClipWriter writer, final String name, final FewerFrames reader, final boolean color,
		final boolean whole, final Monitor monitor) throws IOException
	{
		for (int frame = 0; frame < reader.frames(); frame++) {
			monitor.checkCancelled();
			ArrayImg<ARGBType, IntArray> colors = null;
			ArrayImg<UnsignedByteType, ByteArray> levels = null;
			try {
				if (color) colors = reader.color(frame);
				else levels = reader.gray(frame);
			}
			catch (final SonoflowException.File e) {
				if (frame == 0 || whole) throw e;
				return new WrittenClip(name, frame, Found.brokenOff(reader.number(frame), reader.all(), e));
			}
			if (color) writer.addColor(colors);
			else writer.add(levels);
			monitor.progress(name, frame + 1L, reader.frames());
		}
		return new WrittenClip(name, reader.frames(), "");
	}
}
