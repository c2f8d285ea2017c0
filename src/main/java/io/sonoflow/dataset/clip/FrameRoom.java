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
package io.sonoflow.dataset.clip;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

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
	public boolean take(final long wanted) {
		if (bytes.addAndGet(-wanted) >= 0) return true;
		give(wanted);
		return false;
	}

	/** Says that so many bytes are free again. */
	public void give(final long taken) {
		bytes.addAndGet(taken);
	}

	/** {@return bytes of memory that are not taken} */
	public long free() {
		return bytes.get();
	}

	/** {@return bytes that could still be put on disk; 0 where that is refused} */
	public long freeOnDisk() {
		final FrameShelf open = shelf();
		return open == null ? 0 : open.free();
	}

	/**
	 * Puts on disk what there is no room for in memory.
	 *
	 * @return what reads it back; null if there is no room on disk either: {@link #refusal} says why
	 */
	public Supplier<byte[]> shelve(final byte[] values) {
		final FrameShelf open = shelf();
		if (open == null) return null;
		try {
			final FrameShelf.Place place = open.add(values);
			return () -> open.read(place);
		}
		catch (final IOException e) {
			refuse(e);
			return null;
		}
	}

	/**
	 * Says where clips lie that do not fit into memory.
	 *
	 * @param fleeting how many are decoded anew each time
	 * @param all how many clips and images there are
	 */
	public void tell(final int fleeting, final int all, final Monitor monitor) {
		if (onDisk() > 0) monitor.message(String.format(Locale.ROOT, "Some clips do not fit into memory: their frames (%.1f GB) " +
			"lie on disk, in a file of Sonoflow's own, as long as they are needed.", onDisk() / 1e9));
		if (fleeting > 0) monitor.warn(fleeting + " of " + all + " clips do not fit into memory, nor on disk (" + refusal() +
			"), and are decoded anew each time, which takes long. Use stride or maxframes, or give Java more memory " +
			"(Edit>Options>Memory & Threads, or -Xmx).");
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
	@FunctionalInterface
	public interface Held {

		/** {@return a frame (x, y) by its number among those that were added; shared, not to be written} */
		ArrayImg<UnsignedByteType, ByteArray> frame(int place);
	}

	/** {@return a place for the frames of one clip, which are added one by one} */
	public Keeping keeping() {
		return new Keeping();
	}

	/** The frames of one clip as they come: all in memory, all on disk, or nowhere. Used by one thread. */
	public final class Keeping implements AutoCloseable {

		/** All while there is room for them, then those that are still to be shelved. */
		private final List<ArrayImg<UnsignedByteType, ByteArray>> frames = new ArrayList<>();
		private boolean fits = true;
		private boolean shelving;
		private long taken;
		/** Null where there is no room on disk. */
		private List<Supplier<ArrayImg<UnsignedByteType, ByteArray>>> onDisk;

		private Keeping() {
		}

		/** Adds the next frame (x, y), which is not written any more. */
		public void add(final ArrayImg<UnsignedByteType, ByteArray> frame) {
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
			final int width = Images.width(frame);
			final int height = Images.height(frame);
			final Supplier<byte[]> pixels = FrameRoom.this.shelve(Images.pixels(frame));
			if (pixels == null) onDisk = null;
			else onDisk.add(() -> Images.bytes(pixels.get(), width, height));
		}

		/** {@return the frames that were added; null if there is no room for them} */
		public Held keep() {
			if (fits) {
				taken = 0;
				return frames::get;
			}
			if (onDisk == null) return null;
			final List<Supplier<ArrayImg<UnsignedByteType, ByteArray>>> places = onDisk;
			return place -> places.get(place).get();
		}

		/** Gives back the room of what was not kept. */
		@Override
		public void close() {
			give(taken);
			taken = 0;
		}
	}
}
