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
package io.sonoflow.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.ChosenFrames;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.image.augment.ClipWindow;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.mil.BagNetwork;
import io.sonoflow.nn.mil.BagPooling;
import io.sonoflow.nn.video.VideoNetwork;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.Moving;
import io.sonoflow.train.clip.FrameStore;
import io.sonoflow.train.clip.FrameStreams;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the frames of clips lie changes no result: in memory, on disk, or in their files, decoded as they are needed. */
class ClipStreamTest {

	private static final int SIDE = 16, WINDOW = 4, MANY = 1000;

	private static final List<Supplier<ImageNetwork>> NETWORKS = List.of(() -> new TinyNetwork(3), ClipStreamTest::bag,
		ClipStreamTest::video);

	@TempDir
	private static Path folder;

	private static ClipUnits units;

	/** Two clips in a file each, one in a file a frame, and an image. */
	@BeforeAll
	static void writeClips() throws IOException {
		Torch.threads(1);
		final List<Sample> rows = new ArrayList<>();
		rows.add(row(Moving.write(folder.resolve("long.avi"), ClipCodec.FFV1, 37, new FrameRate(25, 1)), ""));
		rows.add(row(Moving.write(folder.resolve("short.avi"), ClipCodec.MJPEG, 11, new FrameRate(25, 1)), ""));
		for (int frame = 0; frame < 6; frame++)
			rows.add(row(png("frame" + frame + ".png", frame), "frames"));
		rows.add(row(png("image.png", 40), ""));
		units = ClipUnits.of(new Dataset(folder.resolve("dataset.csv"), rows), Monitor.NONE);
	}

	private static Path png(final String name, final int time) {
		final Path file = folder.resolve(name);
		ImageFiles.writePng(file, Moving.gray(time, Moving.W, Moving.H));
		return file;
	}

	private static Sample row(final Path file, final String clip) {
		return new Sample(file.toAbsolutePath(), "p", "", "", "a", "", null, "", Map.of(Sample.CLIP, clip));
	}

	private static ImageCache cache(final long budget, final boolean disk) {
		final ImageCache cache = ImageCache.of(units, new ImageCache.Clips(FrameChoice.ALL, BagPooling.MEAN, BagPooling.USUAL_TOP,
			false, WINDOW), budget, disk);
		cache.check(Monitor.NONE);
		return cache;
	}

	private static BagNetwork bag() {
		return BagNetwork.of(new TinyNetwork(3), BagPooling.GATED, BagPooling.USUAL_TOP, 8, 4);
	}

	private static ImageNetwork video() {
		final VideoNetwork network = new VideoNetwork(Networks.R3D18, Device.cpu(), 1, 2, 4);
		Initializer.fill(network, 5);
		return network;
	}

	/** Batches reach over the ends of clips, and the last window of a clip over the one before. */
	@Test
	void answersAreToTheBitThoseOfFramesInMemory() {
		final int[] all = IntStream.range(0, 4).toArray();
		final ImageCache kept = cache(Long.MAX_VALUE / 2, false);
		for (final Supplier<ImageNetwork> start : NETWORKS)
			try (ImageNetwork network = start.get()) {
				final List<Inference.Frames> whole = Inference.frames(network, kept, all, SIDE, "testing", Monitor.NONE);
				for (final ImageCache images : List.of(cache(0, false), cache(0, true))) {
					final List<Inference.Frames> streamed = Inference.frames(network, images, all, SIDE, "testing", Monitor.NONE);
					for (int i = 0; i < all.length; i++) {
						assertArrayEquals(whole.get(i).numbers(), streamed.get(i).numbers());
						assertTrue(Arrays.deepEquals(whole.get(i).logits(), streamed.get(i).logits()));
						assertArrayEquals(whole.get(i).weights(), streamed.get(i).weights());
						assertArrayEquals(whole.get(i).pooled(kept.clips()), streamed.get(i).pooled(kept.clips()));
					}
				}
			}
	}

	@Test
	void trainingsEndWithTheBitsOfThoseOnFramesInMemory() {
		final SteppedTrainingSettings settings = new SteppedTrainingSettings();
		settings.set(Map.of("epochs", 1, "steps", 4, "batch", 4));
		for (final Supplier<ImageNetwork> start : NETWORKS.subList(0, 2)) {
			final Map<String, float[]> whole = new TreeMap<>();
			for (final ImageCache images : List.of(cache(Long.MAX_VALUE / 2, true), cache(0, true), cache(0, false)))
				try (ImageNetwork network = start.get()) {
					ClassifierTraining.run(network, images, new int[] { 0, 1, 2, 3 }, new int[] { 0, 1, 0, 1 }, new ClassifierTraining.Plan(
						settings, SIDE, Augmentation.published(), 7, 1), "clips", Monitor.NONE);
					network.named().forEach((name, parameter) -> {
						final float[] values = parameter.getArray().toFloatArray();
						assertArrayEquals(whole.computeIfAbsent(name, key -> values), values, name);
					});
				}
		}
	}

	/** Of images none are put there: they are read from one file as fast as from another. */
	@Test
	void clipsWithoutRoomInMemoryLieOnDisk() throws IOException {
		final List<String> said = new ArrayList<>();
		final ImageCache images = ImageCache.of(units, new ImageCache.Clips(FrameChoice.ALL, BagPooling.MEAN, 3, false),
			20L * Moving.W * Moving.H, true);
		images.check(new Monitor() {

			@Override
			public void message(final String text) {
				said.add(text);
			}
		});
		assertTrue(images.stores(new int[] { 0 }).get(0).isHeld());
		assertTrue(said.toString().contains("clips do not fit into memory: their frames"), said.toString());
		assertArrayEquals(Images.pixels(Moving.gray(30, Moving.W, Moving.H)), Images.pixels(images.frames(0, 3, 30).get(1)));
		// A thread that is stopped while it reads takes nothing from the others.
		Thread.currentThread().interrupt();
		images.frames(0, 5);
		assertTrue(Thread.interrupted());
		assertArrayEquals(Images.pixels(Moving.gray(6, Moving.W, Moving.H)), Images.pixels(images.frames(0, 6).get(0)));
		assertFalse(cache(0, false).stores(new int[] { 0 }).get(0).isHeld());
	}

	/** A clip of many frames, each made when it is asked for, which the test watches. */
	private static final class Watched implements FrameStore {

		private final List<WeakReference<Object>> made = new ArrayList<>();

		@Override
		public Look look() {
			return new Look(1, 1, 0, List.of());
		}

		@Override
		public int[] numbers() {
			return IntStream.range(0, MANY).toArray();
		}

		@Override
		public int all() {
			return MANY;
		}

		@Override
		public boolean isHeld() {
			return false;
		}

		@Override
		public List<ArrayImg<UnsignedByteType, ByteArray>> frames(final int... places) {
			throw new AssertionError("frame by frame it takes too long");
		}

		@Override
		public ChosenFrames.Reading open() {
			return new ChosenFrames.Reading() {

				/** As readers of still pictures do. */
				private ArrayImg<UnsignedByteType, ByteArray> last;

				@Override
				public ArrayImg<UnsignedByteType, ByteArray> frame(final int place) {
					assertEquals(made.size(), place, "decoded once, in order");
					last = Images.bytes(new byte[] { (byte) place }, 1, 1);
					made.add(new WeakReference<>(last));
					return last;
				}

				@Override
				public void close() {
					assertEquals(MANY, made.size());
				}
			};
		}
	}

	/** However long it is: those that the next window sees, too, and of two threads what one is ahead. */
	@Test
	void fewFramesAreHeld() {
		final Watched clip = new Watched();
		final List<int[]> cover = new ClipWindow(16, 1).cover(MANY);
		try (FrameStreams streams = new FrameStreams(List.of(clip), List.of(cover))) {
			for (int i = 0; i < cover.size(); i += 2) {
				// The second of two batches may be begun before the first.
				for (final int[] places : i + 1 < cover.size() ? List.of(cover.get(i + 1), cover.get(i)) : List.of(cover.get(i)))
					for (final int place : places)
						assertEquals((byte) place, Images.pixels(streams.frame(0, place))[0]);
				if (i == cover.size() / 4 * 2) {
					System.gc();
					assertTrue(clip.made.size() > MANY / 3 && clip.made.stream().filter(frame -> frame.get() != null).count() < 16);
				}
			}
			assertEquals(2, streams.threads(8));
			System.gc();
			assertEquals(0, clip.made.stream().filter(frame -> frame.get() != null).count(), "held of a clip that was seen");
		}
		assertEquals(MANY, clip.made.size());
	}
}
