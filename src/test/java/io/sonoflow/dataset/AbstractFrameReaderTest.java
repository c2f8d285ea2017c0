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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.image.Images;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

/** What every reader of images and clips must do, whatever the file is. */
public abstract class AbstractFrameReaderTest {

	private static final int WIDTH = 20, HEIGHT = 12, THREADS = 4;

	/**
	 * @param frames of a file that this makes, or of which it is made: 0xRRGGBB row by row
	 * @return a reader of them
	 */
	protected abstract FrameReader open(List<int[]> frames, int width, int height) throws Exception;

	/** {@return how many frames such a file can have} */
	protected int mostFrames() {
		return 3;
	}

	/** {@return by how much a level may be off: 0 unless such files are lossy} */
	protected int loss() {
		return 0;
	}

	/** Levels that change slowly, so that lossy files can hold them. */
	private List<int[]> frames(final boolean colour) {
		final List<int[]> frames = new ArrayList<>();
		for (int f = 0; f < mostFrames(); f++) {
			final int[] frame = new int[WIDTH * HEIGHT];
			for (int i = 0; i < frame.length; i++) {
				final int level = 40 + 60 * f + 3 * (i % WIDTH) + i / WIDTH;
				frame[i] = colour ? level << 16 | (255 - level) << 8 | 90 : level * 0x10101;
			}
			frames.add(frame);
		}
		return frames;
	}

	private static int luma(final int rgb) {
		return 19595 * (rgb >> 16 & 255) + 38470 * (rgb >> 8 & 255) + 7471 * (rgb & 255) + 32768 >> 16;
	}

	private void assertFrame(final String what, final int[] expected, final FrameReader reader, final int frame) {
		final int[] colours = reader.color(frame).update(null).getCurrentStorageArray();
		final byte[] grey = Images.pixels(reader.gray(frame));
		assertEquals(expected.length, colours.length, what);
		assertEquals(expected.length, grey.length, what);
		for (int i = 0; i < expected.length; i++) {
			assertEquals(255, colours[i] >>> 24, what + ": alpha");
			for (int shift = 0; shift <= 16; shift += 8)
				assertEquals(expected[i] >> shift & 255, colours[i] >> shift & 255, loss(), what + " at " + i);
			assertEquals(luma(colours[i]), grey[i] & 255, what + ": grey is not the luma of the colours at " + i);
		}
	}

	@Test
	void sizeAndFrames() throws Exception {
		try (FrameReader reader = open(frames(false), WIDTH, HEIGHT)) {
			assertEquals(mostFrames(), reader.frames());
			assertEquals(WIDTH, reader.width());
			assertEquals(HEIGHT, reader.height());
			assertNotNull(reader.header());
			assertArrayEquals(new long[] { WIDTH, HEIGHT }, reader.color(0).dimensionsAsLongArray());
			assertArrayEquals(new long[] { WIDTH, HEIGHT }, reader.gray(0).dimensionsAsLongArray());
			assertArrayEquals(new long[] { WIDTH, HEIGHT }, reader.mask(0).dimensionsAsLongArray());
		}
	}

	@Test
	void greyAndColourFrames() throws Exception {
		for (final boolean colour : new boolean[] { false, true })
			try (FrameReader reader = open(frames(colour), WIDTH, HEIGHT)) {
				for (int f = 0; f < mostFrames(); f++)
					assertFrame((colour ? "colour " : "grey ") + f, frames(colour).get(f), reader, f);
			}
	}

	@Test
	void framesInAnyOrder() throws Exception {
		final List<int[]> frames = frames(false);
		try (FrameReader reader = open(frames, WIDTH, HEIGHT)) {
			for (final int step : new int[] { 2, 0, 1, 1, 2, 0 })
				assertFrame("frame " + step % mostFrames(), frames.get(step % mostFrames()), reader, step % mostFrames());
		}
	}

	@Test
	void masksAreWhatIsNotZero() throws Exception {
		final int[] half = new int[WIDTH * HEIGHT];
		for (int i = 0; i < half.length; i++)
			half[i] = i % WIDTH < WIDTH / 2 ? 0 : 0xC8C8C8;
		final List<int[]> frames = new ArrayList<>();
		for (int f = 0; f < mostFrames(); f++)
			frames.add(half);
		try (FrameReader reader = open(frames, WIDTH, HEIGHT)) {
			final byte[] mask = Images.pixels(reader.mask(mostFrames() - 1));
			for (int i = 0; i < mask.length; i++) {
				// A lossy file blurs the edge.
				if (loss() > 0 && Math.abs(i % WIDTH - WIDTH / 2) < 9) continue;
				assertEquals(half[i] == 0 ? 0 : 255, mask[i] & 255, "" + i);
			}
		}
	}

	/** Whoever gets an image may write into it. */
	@Test
	void theImagesAreTheCallers() throws Exception {
		final List<int[]> frames = frames(false);
		try (FrameReader reader = open(frames, WIDTH, HEIGHT)) {
			Arrays.fill(reader.color(0).update(null).getCurrentStorageArray(), 7);
			Arrays.fill(Images.pixels(reader.gray(0)), (byte) 7);
			Arrays.fill(Images.pixels(reader.mask(0)), (byte) 7);
			assertFrame("again", frames.get(0), reader, 0);
		}
	}

	@Test
	void closingTwiceDoesNoHarm() throws Exception {
		final FrameReader reader = open(frames(false), WIDTH, HEIGHT);
		reader.gray(0);
		reader.close();
		reader.close();
	}

	/** A reader is one thread's, but every thread may have its own. */
	@Test
	void readersOfSeveralThreads() throws Exception {
		final List<int[]> frames = frames(true);
		final List<FrameReader> readers = new ArrayList<>();
		final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
		try {
			final List<Future<?>> done = new ArrayList<>();
			for (int t = 0; t < THREADS; t++)
				readers.add(open(frames, WIDTH, HEIGHT));
			for (final FrameReader reader : readers)
				done.add(pool.submit(() -> {
					for (int round = 0; round < 5; round++)
						for (int f = 0; f < frames.size(); f++)
							assertFrame("frame " + f, frames.get(f), reader, f);
				}));
			for (final Future<?> one : done)
				one.get();
			assertTrue(done.size() == THREADS);
		}
		finally {
			pool.shutdownNow();
			readers.forEach(FrameReader::close);
		}
	}
}
