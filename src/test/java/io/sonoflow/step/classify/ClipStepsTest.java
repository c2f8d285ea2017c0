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
package io.sonoflow.step.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Torch;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training, testing and classifying of clips, each one sample whatever the number of its frames. */
class ClipStepsTest {

	private static final int PATIENTS = 8;
	private static final int FRAMES = 5;
	private static final int SIDE = 32;

	@TempDir
	Path folder;

	private Path table;

	/** Clips of even and of rough pictures, frame by frame; the third frame of each is the second again. */
	@BeforeEach
	void write() {
		Torch.threads(1);
		final List<List<String>> rows = new ArrayList<>();
		for (int p = 0; p < PATIENTS; p++)
			for (int f = 0; f < FRAMES; f++) {
				final RandomStream random = RandomStream.of(1, "frame", p, f == 2 ? 1 : f);
				final byte[] pixels = new byte[SIDE * SIDE];
				for (int i = 0; i < pixels.length; i++)
					pixels[i] = (byte) (100 + random.nextInt(p % 2 == 0 ? 8 : 100));
				final String name = "p" + p + "_f" + f + ".png";
				ImageFiles.writePng(folder.resolve("data").resolve(name), Images.bytes(pixels, SIDE, SIDE));
				rows.add(List.of(name, "patient" + p, p % 2 == 0 ? "even" : "rough", "sweep", p == 0 ? "" : "0." + f));
			}
		table = folder.resolve("data").resolve("dataset.csv");
		Tables.write(table, List.of("image", "patient", "label", "clip", "seconds"), rows);
	}

	private CrossValidateClassifier crossValidation(final String name, final Map<String, Object> values) {
		final CrossValidateClassifier step = CrossValidateClassifier.of(table, folder.resolve(name));
		step.set(Map.of("size", SIDE, "steps", 4, "batch", 4, "folds", 2, "seeds", 1, "device", "cpu", "backbone",
			"unet-flat"));
		step.set(values);
		return step;
	}

	private Tables.Table crossValidated(final String name, final Map<String, Object> values) {
		assertTrue(crossValidation(name, values).run(Monitor.NONE).complete());
		return Tables.read(folder.resolve(name).resolve("predictions.csv"));
	}

	@Test
	void clipsAreTestedOnceAndPooledAsAskedFor() {
		final Tables.Table mean = crossValidated("mean", Map.of());
		assertEquals(PATIENTS, mean.rows().size());
		assertEquals(PATIENTS, mean.rows().stream().map(row -> row.get(1)).distinct().count());
		final Tables.Table most = crossValidated("max", Map.of("pooling", "max"));
		for (int i = 0; i < PATIENTS; i++) {
			assertEquals(mean.rows().get(i).subList(0, 5), most.rows().get(i).subList(0, 5));
			final double positive = Double.parseDouble(mean.rows().get(i).get(7));
			// The networks are the same, and the highest frame is above the mean of all.
			assertTrue(Double.parseDouble(most.rows().get(i).get(7)) > positive, mean.rows().get(i) + " " + most.rows().get(i));
		}
		final Tables.Table one = crossValidated("one", Map.of("maxframes", 1));
		assertNotEquals(mean.rows().get(0).get(7), one.rows().get(0).get(7));
	}

	/** Folds are what is shared out, so no shard parts a clip or a patient. */
	@Test
	void shardsGiveTheSameBytesAsOneProcess() throws IOException {
		for (final String shard : List.of("1/1", "2/2", "1/2")) {
			final CrossValidateClassifier step = crossValidation(shard.equals("1/1") ? "whole" : "shared", Map.of("steps", 1,
				"shard", shard));
			assertEquals(!shard.equals("2/2"), step.run(Monitor.NONE).complete(), shard);
		}
		for (final String name : List.of("folds.csv", "predictions.csv", "summary.csv"))
			assertEquals(-1, Files.mismatch(folder.resolve("whole").resolve(name), folder.resolve("shared").resolve(name)), name);
	}

	/** And frame by frame, so that one sees where in the clip. A transformer has a pooling of its own. */
	@ParameterizedTest
	@ValueSource(strings = { "resnet18", "vit-tiny16" })
	void aModelClassifiesClips(final String backbone) {
		final TrainClassifier train = TrainClassifier.of(table, folder.resolve("trained"));
		train.set(Map.of("size", SIDE, "steps", 4, "batch", 4, "pooling", "noisyor", "device", "cpu", "backbone", backbone));
		final Path model = train.run(Monitor.NONE).model();
		final ClassifyUltrasound classify = ClassifyUltrasound.of(model, table);
		classify.set(Map.of("output", folder.resolve("classified").toFile(), "device", "cpu"));
		final var result = classify.run(Monitor.NONE);
		assertEquals(PATIENTS, result.rows().size());
		final List<List<String>> frames = Tables.read(folder.resolve("classified/frames.csv")).rows();
		// Of five frames one is the one before again.
		assertEquals(4 * PATIENTS, frames.size());
		assertEquals(List.of("0", "1", "3", "4"), frames.subList(0, 4).stream().map(row -> row.get(1)).toList());
		// The first clip's rows do not say when they are shown, the others' do.
		assertEquals(List.of("", "", "", "", "0.0", "0.1", "0.3", "0.4"), frames.subList(0, 8).stream().map(row -> row.get(2))
			.toList());
		for (int i = 0; i < PATIENTS; i++) {
			// As the model's header says: not rough means that no frame is.
			final int positive = 1;
			double none = 1;
			for (final List<String> row : frames.subList(4 * i, 4 * i + 4))
				none *= 1 - Double.parseDouble(row.get(3 + positive));
			assertEquals(1 - none, result.rows().get(i).probabilities()[positive], 1e-6);
			assertTrue(Files.isRegularFile(folder.resolve("classified/frames/" + (i + 1) + ".png")));
		}
	}

	/** What is left of it is classified, named, and refused where all is wanted. */
	@Test
	void aDamagedClipIsNamed() throws IOException {
		final TrainClassifier train = TrainClassifier.of(table, folder.resolve("trained"));
		train.set(Map.of("size", SIDE, "steps", 1, "batch", 4, "device", "cpu"));
		final Path model = train.run(Monitor.NONE).model();
		final Path clip = folder.resolve("damaged.mp4");
		try (ClipWriter writer = new ClipWriter(clip, ClipCodec.H264, 2 * SIDE, 2 * SIDE, false, new FrameRate(25, 1))) {
			for (int f = 0; f < 8; f++) {
				final RandomStream random = RandomStream.of(2, "frame", f);
				final byte[] pixels = new byte[4 * SIDE * SIDE];
				for (int i = 0; i < pixels.length; i++)
					pixels[i] = (byte) (50 + random.nextInt(100));
				writer.add(Images.bytes(pixels, 2 * SIDE, 2 * SIDE));
			}
			writer.finish();
		}
		final byte[] bytes = Files.readAllBytes(clip);
		Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 2000, (byte) 0x55);
		Files.write(clip, bytes);
		final ClassifyUltrasound classify = ClassifyUltrasound.of(model, clip);
		classify.set(Map.of("output", folder.resolve("out").toFile(), "device", "cpu"));
		assertEquals(1, classify.run(Monitor.NONE).rows().size());
		// Its own times, at 25 frames a second.
		for (final List<String> row : Tables.read(folder.resolve("out/frames.csv")).rows())
			assertEquals(Integer.parseInt(row.get(1)) / 25., Double.parseDouble(row.get(2)), 1e-6, row.toString());
		final List<List<String>> review = Tables.read(folder.resolve("out/review.csv")).rows();
		assertTrue(review.size() == 1 && review.get(0).get(1).startsWith("used in part"), review.toString());
		classify.set(Map.of("output", folder.resolve("strict").toFile(), "strict", true));
		final var error = assertThrows(SonoflowException.File.class, () -> classify.run(Monitor.NONE));
		assertTrue(error.getMessage().contains("can be used in part only"), error.getMessage());
		assertTrue(Files.notExists(folder.resolve("strict")));
	}
}
