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
package io.sonoflow.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;
import io.sonoflow.image.doppler.DopplerParts;
import io.sonoflow.image.phantom.doppler.DopplerFrame;
import io.sonoflow.nn.Torch;
import io.sonoflow.step.classify.ClassifyUltrasound;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clips in memory: what the commands give for the same ones. */
class ClipFunctionsTest {

	@TempDir
	private static Path folder;

	private static File model;
	private static List<RandomAccessibleInterval<UnsignedByteType>> frames;

	@BeforeAll
	static void make() {
		Torch.threads(1);
		model = TinyClassifier.write(folder.resolve("model.safetensors")).toFile();
		frames = new ArrayList<>(Phantoms.clip("testis", 1, 64, true, 4, 7));
		// The last one again, which does not count.
		frames.add(frames.get(3));
	}

	@Test
	void aPhantomClipMoves() {
		assertEquals(5, frames.size());
		assertEquals(List.of(48L, 64L), List.of(frames.get(0).dimension(0), frames.get(0).dimension(1)));
		assertTrue(!java.util.Arrays.equals(Images.pixels(frames.get(0)), Images.pixels(frames.get(1))));
		refused(() -> Phantoms.clip("testis", 0, 64, true, 0, 0), "frames=0");
		refused(() -> Phantoms.doppler("lake", 0, 96, 1, 0), "kind=lake");
		refused(() -> Phantoms.doppler("vessel", 0, 64, 1, 0), "size=64");
	}

	@Test
	void aClipIsClassifiedAsTheCommandDoesIt() {
		final List<Sample> rows = new ArrayList<>();
		for (int i = 0; i < frames.size(); i++) {
			final Path file = folder.resolve("frames/" + i + ".png").toAbsolutePath();
			ImageFiles.writePng(file, frames.get(i));
			rows.add(new Sample(file, "p", "", "", "", "", null, "", Map.of(Sample.CLIP, "1")));
		}
		final Path table = folder.resolve("frames").resolve(Dataset.FILE);
		Dataset.write(table, rows);
		final var expected = ClassifyUltrasound.of(model.toPath(), table).run(Monitor.NONE).rows().get(0);
		final Prediction found = Clips.classify(frames, model);
		assertEquals(expected.prediction(), found.label());
		assertArrayEquals(expected.probabilities(), found.probabilities().values().stream().mapToDouble(Double::doubleValue)
			.toArray(), 1e-6);
		refused(() -> Clips.classify(List.of(frames.get(0), Phantoms.view("testis", 0, 64, true, 0)), model),
			"A frame has 64 x 64 pixels, but the first one has 48 x 64");
	}

	/** One frame more than a batch: the command sees it beside the frames of the next clip, a script alone. */
	@Test
	void aFrameThatIsLeftOverIsSeenAsTheCommandSeesIt() {
		final List<RandomAccessibleInterval<UnsignedByteType>> many = new ArrayList<>(Phantoms.clip("testis", 2, 64, true, 33, 7));
		final List<Sample> rows = new ArrayList<>();
		for (final String clip : List.of("1", "2"))
			for (int i = 0; i < many.size(); i++) {
				final Path file = folder.resolve("many/" + clip + "-" + i + ".png").toAbsolutePath();
				ImageFiles.writePng(file, many.get(clip.equals("1") ? i : many.size() - 1 - i));
				rows.add(new Sample(file, "p", "", "", "", "", null, "", Map.of(Sample.CLIP, clip)));
			}
		final Path table = folder.resolve("many").resolve(Dataset.FILE);
		Dataset.write(table, rows);
		final var expected = ClassifyUltrasound.of(model.toPath(), table).run(Monitor.NONE).rows();
		final double[] found = Clips.classify(many, model).probabilities().values().stream().mapToDouble(Double::doubleValue)
			.toArray();
		assertArrayEquals(expected.get(0).probabilities(), found, 1e-6);
		Collections.reverse(many);
		assertArrayEquals(expected.get(1).probabilities(), Clips.classify(many, model).probabilities().values().stream().mapToDouble(
			Double::doubleValue).toArray(), 1e-6);
	}

	@Test
	void whichFramesCountedAndWhere() {
		final ClipExplanation why = Clips.explain(frames, model);
		assertEquals(List.of(0, 1, 2, 3), why.frames());
		assertEquals(1, why.weights().stream().mapToDouble(Double::doubleValue).sum(), 1e-6);
		assertEquals(4, why.maps().size());
		assertEquals(why.label(), why.maps().get(2).label());
		assertEquals(48, why.maps().get(0).heatMap().dimension(0));
		assertEquals(Clips.classify(frames, model).probabilities(), why.prediction().probabilities());
	}

	@Test
	void dopplerIsTakenApart() {
		final List<DopplerFrame> phantom = Phantoms.doppler("vessel", 0, 224, 1, 4);
		final SeparatedDoppler parts = Doppler.separate(phantom.get(0).colorImage());
		final DopplerParts expected = DopplerParts.of(phantom.get(0).colorImage());
		assertArrayEquals(Images.pixels(expected.flow().toImage()), Images.pixels(parts.flow()));
		assertArrayEquals(Images.floatPixels(expected.velocity().orElseThrow()), Images.floatPixels(parts.velocity().orElseThrow()));
		assertEquals("cm/s", parts.unit());
		assertEquals(phantom.get(0).nyquist(), parts.high().orElseThrow(), 1e-9);
		assertEquals(-phantom.get(0).nyquist(), parts.low().orElseThrow(), 1e-9);
		assertEquals(expected.box(), parts.box());
		assertArrayEquals(Images.pixels(expected.aliased().toImage()), Images.pixels(parts.aliased()));
		assertEquals(2, Doppler.separate(List.of(phantom.get(0).colorImage(), phantom.get(0).colorImage())).size());
		refused(() -> Doppler.separate(phantom.get(0).greyImage()), "there is no colour Doppler to separate");
	}

	private static void refused(final Runnable work, final String part) {
		final String message = assertThrows(SonoflowException.Input.class, work::run).getMessage();
		assertTrue(message.contains(part), message);
	}
}
