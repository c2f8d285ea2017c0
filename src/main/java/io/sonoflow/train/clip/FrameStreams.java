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

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Clips of which every frame is wanted, nearly in order: one that lies neither in memory nor on disk is decoded once from its
 * beginning to its end, and a frame is held from when it is decoded until it was given as often as it is wanted. Several threads
 * may ask, as long as none is far ahead of the others.
 *
 * <pre>
 * List&lt;List&lt;int[]&gt;&gt; covers = stores.stream().map(store -&gt; view.cover(store.numbers().length)).toList();
 * try (FrameStreams streams = new FrameStreams(stores, covers)) {
 * 	input.write(streams.frame(3, 0), batch, 0); // the first frame of the fourth clip
 * }
 * </pre>
 */
public final class FrameStreams implements AutoCloseable {

	/** Threads between which few frames are held. */
	private static final int THREADS = 2;

	private final List<FrameStore> stores;
	private final List<List<int[]>> covers;
	private final Stream[] streams;
	private final boolean streamed;

	/**
	 * @param stores of the clips, by number
	 * @param covers of each clip the frames that are wanted at once, by their place among those that count
	 */
	public FrameStreams(final List<FrameStore> stores, final List<List<int[]>> covers) {
		this.stores = stores;
		this.covers = covers;
		streams = new Stream[stores.size()];
		streamed = stores.stream().anyMatch(store -> !store.isHeld() && store.numbers().length > 1);
	}

	/** {@return how many threads may ask at once, of so many} */
	public int threads(final int most) {
		return streamed ? Math.min(THREADS, most) : most;
	}

	/**
	 * {@return a frame; shared, not to be written}
	 *
	 * @param clip its number
	 * @param place of the frame among those that count
	 */
	public ArrayImg<UnsignedByteType, ByteArray> frame(final int clip, final int place) {
		final FrameStore store = stores.get(clip);
		return store.isHeld() ? store.frames(place).get(0) : stream(clip).frame(place);
	}

	private synchronized Stream stream(final int clip) {
		if (streams[clip] == null) streams[clip] = new Stream(stores.get(clip), covers.get(clip));
		return streams[clip];
	}

	/** A clip that is being decoded. */
	private static final class Stream {

		private final FrameStore store;
		private final Map<Integer, ArrayImg<UnsignedByteType, ByteArray>> waiting = new HashMap<>();
		/** How often each frame is still wanted. */
		private final int[] wanted;
		private int next;
		private long left;
		private ChosenFrames.Reading reading;

		Stream(final FrameStore store, final List<int[]> cover) {
			this.store = store;
			wanted = new int[store.numbers().length];
			for (final int[] places : cover)
				for (final int place : places) {
					wanted[place]++;
					left++;
				}
		}

		synchronized ArrayImg<UnsignedByteType, ByteArray> frame(final int place) {
			if (reading == null) reading = store.open();
			for (; next <= place; next++)
				waiting.put(next, reading.frame(next));
			final ArrayImg<UnsignedByteType, ByteArray> frame = waiting.get(place);
			if (--wanted[place] == 0) waiting.remove(place);
			if (--left == 0) close();
			return frame;
		}

		/** A reader may hold its last picture: what is kept of a clip or image that was seen must not be one. */
		synchronized void close() {
			if (reading != null) reading.close();
			reading = null;
		}
	}

	/** Closes what was not read to its end. */
	@Override
	public synchronized void close() {
		for (final Stream stream : streams)
			if (stream != null) stream.close();
	}
}
