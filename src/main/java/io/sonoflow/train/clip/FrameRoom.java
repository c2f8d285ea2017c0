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

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** What decoded frames may take: so much memory, and behind it perhaps a file of our own. Thread-safe. */
public final class FrameRoom {

	private final AtomicLong bytes;
	private final boolean disk;
	private FrameShelf shelf;
	private String refusal;

	/**
	 * @param bytes of pixels in memory, at least 0
	 * @param disk whether clips for which that is too little are put into a file
	 */
	public FrameRoom(final long bytes, final boolean disk) {
		this.bytes = new AtomicLong(bytes);
		this.disk = disk;
	}

	/** {@return whether there was room in memory for so many bytes, which are now taken} */
	boolean take(final long wanted) {
		if (bytes.addAndGet(-wanted) >= 0) return true;
		give(wanted);
		return false;
	}

	/** Says that so many bytes are free again. */
	void give(final long taken) {
		bytes.addAndGet(taken);
	}

	/** {@return bytes of frames on disk} */
	public synchronized long onDisk() {
		return shelf == null ? 0 : shelf.bytes();
	}

	/** {@return why frames are not put on disk, or no more} */
	public synchronized String refusal() {
		return refusal == null ? "where nobody puts them" : refusal;
	}

	private synchronized FrameShelf shelf() {
		if (!disk || refusal != null) return null;
		try {
			if (shelf == null) shelf = FrameShelf.open();
			return shelf;
		}
		catch (final IOException | SonoflowException e) {
			refuse(e);
			return null;
		}
	}

	private synchronized void refuse(final Exception reason) {
		if (refusal == null) refusal = reason instanceof final IOException e ? AtomicFiles.reason(e) : reason.getMessage();
	}

	/** Frames that fitted. */
	interface Held {

		ArrayImg<UnsignedByteType, ByteArray> frame(int place);

		/** {@return whether they are on disk} */
		default boolean isOnDisk() {
			return false;
		}
	}

	/** {@return a place for the frames of one clip, which are added one by one} */
	Keeping keeping() {
		return new Keeping();
	}

	/** The frames of one clip as they come: all in memory, all on disk, or nowhere. Used by one thread. */
	final class Keeping implements AutoCloseable {

		/** All while there is room for them, then those that are still to be shelved. */
		private final List<ArrayImg<UnsignedByteType, ByteArray>> frames = new ArrayList<>();
		private boolean fits = true;
		private boolean shelving;
		private long taken;
		/** Null where there is no room on disk. */
		private List<FrameShelf.Place> onDisk;

		void add(final ArrayImg<UnsignedByteType, ByteArray> frame) {
			frames.add(frame);
			fits = fits && take(frame.size());
			if (fits) {
				taken += frame.size();
				return;
			}
			// An image is read from its own file as fast as from another one.
			if (!shelving && frames.size() == 1) return;
			if (!shelving && shelf() != null) onDisk = new ArrayList<>();
			shelving = true;
			frames.forEach(this::shelve);
			frames.clear();
			close();
		}

		private void shelve(final ArrayImg<UnsignedByteType, ByteArray> frame) {
			if (onDisk == null) return;
			try {
				onDisk.add(shelf.add(Images.pixels(frame), Images.width(frame), Images.height(frame)));
			}
			catch (final IOException e) {
				onDisk = null;
				refuse(e);
			}
		}

		/** {@return the frames that were added; null if there is no room for them} */
		Held keep() {
			if (fits) {
				taken = 0;
				return frames::get;
			}
			if (onDisk == null) return null;
			final List<FrameShelf.Place> places = onDisk;
			return new Held() {

				@Override
				public ArrayImg<UnsignedByteType, ByteArray> frame(final int place) {
					return shelf.read(places.get(place));
				}

				@Override
				public boolean isOnDisk() {
					return true;
				}
			};
		}

		/** Gives back the room of what was not kept. */
		@Override
		public void close() {
			give(taken);
			taken = 0;
		}
	}
}
