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
package io.sonoflow.train.clip;

import io.sonoflow.dataset.clip.ChosenFrames;
import io.sonoflow.dataset.clip.FrameRoom;
import io.sonoflow.image.Images;

import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** An image: kept if there is room, else read anew each time. */
public final class StillStore implements FrameStore {

	private final Supplier<ArrayImg<UnsignedByteType, ByteArray>> source;
	private final FrameRoom room;
	private volatile ArrayImg<UnsignedByteType, ByteArray> kept;

	/** @param source reads it */
	public StillStore(final Supplier<ArrayImg<UnsignedByteType, ByteArray>> source, final FrameRoom room) {
		this.source = source;
		this.room = room;
	}

	private ArrayImg<UnsignedByteType, ByteArray> image() {
		final ArrayImg<UnsignedByteType, ByteArray> known = kept;
		return known == null ? read() : known;
	}

	private ArrayImg<UnsignedByteType, ByteArray> read() {
		final ArrayImg<UnsignedByteType, ByteArray> image = source.get();
		if (!room.take(image.size())) return image;
		synchronized (this) {
			if (kept == null) kept = image;
			else room.give(image.size());
			return kept;
		}
	}

	@Override
	public Look look() {
		final ArrayImg<UnsignedByteType, ByteArray> image = image();
		return new Look(Images.width(image), Images.height(image), 0, List.of());
	}

	@Override
	public int[] numbers() {
		return new int[1];
	}

	@Override
	public int all() {
		return 1;
	}

	@Override
	public boolean isHeld() {
		return true;
	}

	@Override
	public List<ArrayImg<UnsignedByteType, ByteArray>> frames(final int... places) {
		return Collections.nCopies(places.length, image());
	}

	@Override
	public ChosenFrames.Reading open() {
		return new ChosenFrames.Reading() {

			@Override
			public ArrayImg<UnsignedByteType, ByteArray> frame(final int place) {
				return image();
			}

			@Override
			public void close() {
				// Nothing is open.
			}
		};
	}
}
