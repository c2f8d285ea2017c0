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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.ForwardingMonitor;
import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.MemoryFrames;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.translate.Direction;
import io.sonoflow.nn.translate.Translator;
import io.sonoflow.nn.translate.TranslatorConfig;
import io.sonoflow.nn.translate.TranslatorFile;
import io.sonoflow.read.video.Moving;
import io.sonoflow.step.phantom.MakePhantoms;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Translate Ultrasound writes, says and refuses; by networks that have learned nothing. */
class TranslateUltrasoundTest {

	@TempDir
	static Path temp;

	private static Path clips;
	private static Path model;
	private static Path painter;

	@BeforeAll
	static void phantoms() {
		clips = temp.resolve("phantoms");
		MakePhantoms.of(clips).with("patients", 1).with("size", 96).with("clips", true).with("doppler", true).with("frames", 4).run(
			Monitor.NONE);
		model = model("model.safetensors", Direction.GREY, false);
		painter = model("painter.safetensors", Direction.COLOUR, true);
	}

	private static Path model(final String name, final Direction direction, final boolean diffusion) {
		final Path file = temp.resolve(name);
		try (Translator translator = Translator.create(Device.cpu(), new TranslatorConfig(direction, 32, 3, 8, diffusion), 1)) {
			// Of a new network the last convolutions are zeros: it would see nothing.
			translator.arrays().forEach((tensor, array) -> {
				if (!tensor.contains(".out.2.")) return;
				final float[] values = new float[(int) array.size()];
				final RandomStream random = RandomStream.of(2, tensor);
				for (int i = 0; i < values.length; i++)
					values[i] = (float) (0.1 * random.nextGaussian());
				Torch.fill(array, values);
			});
			TranslatorFile.write(file, translator, Map.of());
		}
		return file;
	}

	private static TranslateUltrasound.Result run(final Path file, final Path input, final String output, final Object... more) {
		final TranslateUltrasound step = TranslateUltrasound.of(file, input);
		step.with("output", temp.resolve(output)).with("device", "cpu");
		for (int i = 0; i < more.length; i += 2)
			step.with((String) more[i], more[i + 1]);
		return step.run(Monitor.NONE);
	}

	private static List<byte[]> grey(final Path clip) {
		final List<byte[]> frames = new ArrayList<>();
		try (FrameReader reader = ImageFiles.open(clip)) {
			for (int frame = 0; frame < reader.frames(); frame++)
				frames.add(Images.pixels(reader.gray(frame)).clone());
		}
		return frames;
	}

	/** Regions are found in colour; the truth lies under the same name in the folder beside. */
	@Test
	void onlyTheRegionChangesAndItIsHeldAgainstTheTruth() throws IOException {
		final TranslateUltrasound.Result result = run(model, clips.resolve("colour"), "found");
		assertEquals(2, result.samples().size());
		final Path out = temp.resolve("found");
		for (final String name : new String[] { "phantom-01-vessel.avi", "phantom-01-chamber.avi" }) {
			final List<byte[]> before = grey(clips.resolve("colour").resolve(name));
			final List<byte[]> after = grey(out.resolve("clips").resolve(name));
			final List<byte[]> region = grey(out.resolve("regions").resolve(name));
			assertEquals(4, after.size());
			int changed = 0;
			int area = 0;
			for (int frame = 0; frame < 4; frame++)
				for (int i = 0; i < before.get(frame).length; i++) {
					if (region.get(frame)[i] == 0) assertEquals(before.get(frame)[i], after.get(frame)[i], "outside");
					else {
						area++;
						if (before.get(frame)[i] != after.get(frame)[i]) changed++;
					}
				}
			assertTrue(area > 100 && changed > area / 2, changed + " of " + area);
		}
		final List<String> scores = Files.readAllLines(out.resolve("scores.csv"));
		assertEquals(3, scores.size());
		assertTrue(scores.get(0).startsWith("image,frames,ssim,ssimregion,flicker,flickertruth,"), scores.get(0));
		assertTrue(scores.get(1).startsWith("clips/phantom-01-"), scores.get(1));
		assertTrue(Files.readString(out.resolve("dataset.csv")).contains("regions/phantom-01-vessel.avi"));
	}

	/** Each sees the frame two before and two behind; the model was trained on neighbours, which is said. */
	@Test
	void ofEverySecondFrameTheWindowReachesFurther() {
		final List<String> said = new ArrayList<>();
		final TranslateUltrasound step = TranslateUltrasound.of(model, clips.resolve("colour/phantom-01-vessel.avi"));
		step.with("output", temp.resolve("second")).with("stride", 2).with("device", "cpu").run(new ForwardingMonitor(Monitor.NONE) {

			@Override
			public void message(final String text) {
				said.add(text);
			}
		});
		assertTrue(said.stream().anyMatch(text -> text.contains("trained with stride=1, and this is stride=2")), said.toString());
		try (FrameReader made = ImageFiles.open(temp.resolve("second/clips/phantom-01-vessel.avi"))) {
			assertEquals(Optional.of(new FrameRate(25, 2)), made.rate());
			assertEquals(2, made.frames());
			final var given = open(new MemoryFrames(List.of(colours().get(0), colours().get(2))), null, Monitor.NONE).grey();
			assertEquals(given.size(), made.frames());
		}
		final TranslateUltrasound four = TranslateUltrasound.of(model, clips.resolve("colour/phantom-01-vessel.avi"));
		assertEquals(1, four.with("output", temp.resolve("four")).with("stride", 4).with("device", "cpu").run(Monitor.NONE).samples()
			.size());
	}

	@Test
	void sharesOfTheWorkMakeTheWhole() throws IOException {
		final Path table = clips.resolve("doppler.csv");
		run(model, table, "whole", "stride", 2);
		assertFalse(run(model, table, "shared", "stride", 2, "shard", "1/2").complete());
		assertTrue(run(model, table, "shared", "stride", 2, "shard", "2/2").complete());
		for (final String file : new String[] { "clips/phantom-01-vessel.avi", "clips/phantom-01-chamber.avi", "scores.csv",
			"dataset.csv" })
			assertArrayEquals(Files.readAllBytes(temp.resolve("whole").resolve(file)), Files.readAllBytes(temp.resolve("shared")
				.resolve(file)), file);
		// The mask of the table takes out the box's line and the bar, too.
		assertNotEquals(Files.readString(temp.resolve("whole/scores.csv")), "");
	}

	private static List<ArrayImg<ARGBType, IntArray>> colours() {
		final List<ArrayImg<ARGBType, IntArray>> frames = new ArrayList<>();
		try (FrameReader reader = ImageFiles.open(clips.resolve("colour/phantom-01-vessel.avi"))) {
			for (int frame = 0; frame < reader.frames(); frame++)
				frames.add(reader.color(frame));
		}
		return frames;
	}

	private static TranslateUltrasound.Result open(final FrameReader frames, final String output, final Monitor monitor) {
		final TranslateUltrasound step = TranslateUltrasound.of(model, null);
		step.open = new TranslateUltrasound.OpenPicture("clip", frames, null);
		if (output != null) step.with("output", temp.resolve(output));
		return step.with("device", "cpu").run(monitor);
	}

	/** A frame depends on those in its window alone, so frames can be streamed. */
	@Test
	void windowsOverlapAndNothingElseIsSeen() {
		final List<ArrayImg<ARGBType, IntArray>> all = colours();
		final var whole = open(new MemoryFrames(all), null, Monitor.NONE).grey();
		final var part = open(new MemoryFrames(all.subList(0, 3)), null, Monitor.NONE).grey();
		for (int frame = 0; frame < 2; frame++)
			assertArrayEquals(Images.pixels(whole.get(frame)), Images.pixels(part.get(frame)));
		assertFalse(java.util.Arrays.equals(Images.pixels(whole.get(2)), Images.pixels(part.get(2))), "the window reaches frame 3");
	}

	/** A reader whose frame 2 is broken. */
	private static FrameReader broken() {
		final MemoryFrames frames = new MemoryFrames(colours());
		return (FrameReader) Proxy.newProxyInstance(FrameReader.class.getClassLoader(), new Class<?>[] { FrameReader.class }, (proxy,
			method, arguments) -> {
			if (arguments != null && arguments[0].equals(2)) throw new SonoflowException.File("Frame 2 is damaged.");
			try {
				return method.invoke(frames, arguments);
			}
			catch (final InvocationTargetException e) {
				throw e.getCause();
			}
		});
	}

	@Test
	void ofABrokenClipTheFinishedFramesAreKept() throws IOException {
		final List<String> warnings = new ArrayList<>();
		open(broken(), "broken", new ForwardingMonitor(Monitor.NONE) {

			@Override
			public void warn(final String text) {
				warnings.add(text);
			}
		});
		assertEquals(2, grey(temp.resolve("broken/clips/clip.avi")).size());
		assertTrue(Files.readString(temp.resolve("broken/review.csv")).contains("ends after frame 2 of 4"));
		assertTrue(warnings.stream().anyMatch(text -> text.contains("Frame 2 is damaged")), warnings.toString());
	}

	@Test
	void colourIsPaintedWhereAMaskSaysSo() throws IOException {
		final Path table = temp.resolve("paint.csv");
		Files.writeString(table, "image,mask\nphantoms/clips/phantom-01-vessel.avi,phantoms/colourmasks/phantom-01-vessel.avi\n");
		run(painter, table, "painted", "stride", 2);
		try (FrameReader before = ImageFiles.open(clips.resolve("clips/phantom-01-vessel.avi"));
				FrameReader after = ImageFiles.open(temp.resolve("painted/clips/phantom-01-vessel.avi"));
				FrameReader mask = ImageFiles.open(clips.resolve("colourmasks/phantom-01-vessel.avi")))
		{
			final int[] was = Images.colors(before.color(0));
			final int[] is = Images.colors(after.color(0));
			final byte[] region = Images.pixels(mask.mask(0));
			int coloured = 0;
			for (int i = 0; i < was.length; i++) {
				if (region[i] == 0) assertEquals(was[i], is[i]);
				else if ((is[i] >> 16 & 255) != (is[i] & 255)) coloured++;
			}
			assertTrue(coloured > 100, coloured + " coloured");
		}
		// The colour clip beside is the truth; of colours there is no speckle.
		assertTrue(Files.readAllLines(temp.resolve("painted/scores.csv")).get(1).endsWith(",,,,,,,,"));
	}

	private static String message(final Path file, final Path input) {
		return assertThrows(SonoflowException.class, () -> run(file, input, "never")).getMessage();
	}

	@Test
	void whatCannotBeTranslatedIsNamed() throws IOException {
		final Path alone = temp.resolve("alone");
		Files.createDirectories(alone);
		final Path grey = Files.copy(clips.resolve("clips/phantom-01-vessel.avi"), alone.resolve("grey.avi"));
		assertTrue(message(model, grey).contains("is grey in all of its 4 frames: there is no colour to translate"), message(model,
			grey));
		assertTrue(message(painter, grey).contains("nobody says where") && message(painter, grey).contains("column mask"), message(
			painter, grey));
		final Path photos = temp.resolve("photos/photo.png");
		ImageFiles.writeColorPng(photos, Moving.color(0, 96, 96));
		assertTrue(message(model, photos).contains("shows no colour flow: neither a colour box"), message(model, photos));
		final Path table = temp.resolve("other.csv");
		Files.writeString(table, "image,colour\nalone/grey.avi,photos/photo.png\n");
		assertTrue(message(model, table).contains("which belongs to it"), message(model, table));
		Files.writeString(table, "image,colour\nalone/grey.avi,photos/none.avi\n");
		assertTrue(message(model, table).contains("is not there"), message(model, table));
		assertFalse(Files.exists(temp.resolve("never")));
	}
}
