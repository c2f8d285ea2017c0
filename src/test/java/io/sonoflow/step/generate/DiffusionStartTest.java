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
package io.sonoflow.step.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.unet.UNetFile;
import io.sonoflow.nn.unet.UNetHints;
import io.sonoflow.nn.weights.DType;
import io.sonoflow.train.Textures;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that go on from a model, and models in half precision. */
class DiffusionStartTest {

	@TempDir
	Path folder;

	private TrainDiffusion step(final String name, final String multipliers, final boolean classes, final Path weights,
		final boolean half)
	{
		final TrainDiffusion step = new TrainDiffusion(folder.resolve("data/dataset.csv").toFile(), folder.resolve(name)
			.toFile());
		step.set(Map.of("size", 8, "base", 32, "multipliers", multipliers, "blocks", 1, "attention", "", "heads", 2));
		step.set(Map.of("classes", classes, "steps", 3, "batch", 2, "rate", 1e-7, "ema", 0.9, "every", 3, "samples", 0,
			"device", "cpu", "half", half, "seed", 7));
		step.computation.weights = weights == null ? null : weights.toFile();
		return step;
	}

	/** Frames of a clip are one image, as where the clip is one file. */
	@Test
	void aClipIsOneImage() throws Exception {
		Textures.write(folder.resolve("data"), 3, 32);
		final Path table = folder.resolve("data/dataset.csv");
		final List<Sample> samples = Dataset.read(table, Monitor.NONE).samples();
		Dataset.write(table, IntStream.range(0, samples.size()).mapToObj(i -> samples.get(i).inGroup("p").withExtra(Sample.CLIP,
			samples.get(i).label())).toList());
		final DiffusionData data = DiffusionData.read(table, 8, null, FrameChoice.ALL, true, Monitor.NONE);
		assertEquals(2, data.images().count());
		assertEquals(1, data.labels()[0] + data.labels()[1], "one of each label");
		assertEquals(2, data.dataset().samples().size());
		assertEquals(Map.of(table, ClipUnits.JOINED), data.readings());
	}

	private static float[] values(final Path model) {
		return UNetFile.open(model, UNetHints.NONE, Monitor.NONE).weights().get("input_blocks.0.0.weight").floats();
	}

	@Test
	void goesOnFromTheModelOfTheSameNetwork() throws Exception {
		Torch.threads(1);
		Textures.write(folder.resolve("data"), 3, 32);
		final Path first = step("first", "1", false, null, false).run(Monitor.NONE).model();
		final Path second = step("second", "1", false, first, true).run(Monitor.NONE).model();
		assertFalse(java.util.Arrays.equals(values(first), values(second)), "it was trained, and rounded");
		assertArrayEquals(values(first), values(second), 2e-4f, "hardly: the rate is 1e-7");
		assertEquals(DType.F16, UNetFile.open(second, UNetHints.NONE, Monitor.NONE).weights().get("out.2.weight").dtype());
		assertTrue(Files.size(second) < 0.6 * Files.size(first), Files.size(second) + " bytes");
		assertTrue(Files.readString(folder.resolve("second/run.json")).contains("first/model.safetensors"),
			"the record names the weights");

		final Path third = step("third", "1", false, second, false).run(Monitor.NONE).model();
		assertArrayEquals(values(second), values(third), 1e-5f, "a model in half precision is a start, too");
	}

	@Test
	void anotherNetworkIsRefusedWithItsDifferences() throws Exception {
		Torch.threads(1);
		Textures.write(folder.resolve("data"), 3, 32);
		final Path first = step("first", "1", false, null, false).run(Monitor.NONE).model();
		final String wider = assertThrows(SonoflowException.Input.class, () -> step("wider", "1,2",
			false, first, false).run(Monitor.NONE)).getMessage();
		assertTrue(wider.contains("(multipliers: 1,2 here, 1 there)"), wider);
		final String labelled = assertThrows(SonoflowException.Input.class, () -> step("labelled",
			"1", true, first, false).run(Monitor.NONE)).getMessage();
		assertTrue(labelled.contains("(labels: even, rough here, none there)"), labelled);
		final TrainDiffusion other = step("other", "1", false, first, false);
		other.set(Map.of("predict", "velocity"));
		final String told = assertThrows(SonoflowException.Input.class, () -> other.run(Monitor.NONE)).getMessage();
		assertTrue(told.contains("(predict: velocity here, noise there)"), told);
		assertFalse(Files.exists(folder.resolve("wider")), "nothing was written");
	}
}
