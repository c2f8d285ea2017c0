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
package io.sonoflow.step.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.NamedImage;
import io.sonoflow.image.Images;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An open stack that is explained in two goes. */
class ResumedStackTest {

	@TempDir
	Path folder;

	/** Asks to stop after so many images. */
	private static final class Impatient implements Monitor {

		private long done;

		@Override
		public void progress(final String stage, final long count, final long total) {
			if (stage.equals("explaining")) done = count;
		}

		@Override
		public boolean isCancelled() {
			return done >= 2;
		}
	}

	private static List<NamedImage> stack(final long seed) {
		return IntStream.range(0, 4).mapToObj(i -> {
			final byte[] pixels = new byte[80 * 80];
			final RandomStream random = RandomStream.of(seed, "slice", i);
			for (int p = 0; p < pixels.length; p++)
				pixels[p] = (byte) random.nextInt(200);
			return new NamedImage("clip frame " + (i + 1), Images.bytes(pixels, 80, 80));
		}).toList();
	}

	private ExplainClassification step(final Path model, final long seed) {
		final ExplainClassification step = new ExplainClassification();
		step.model = model.toFile();
		step.images = stack(seed);
		step.method = "gradcam";
		step.output = folder.resolve("out").toFile();
		step.computation.device = "cpu";
		return step;
	}

	@Test
	void eachSliceHasItsOwnMapAfterTheSecondGo() {
		final Path model = folder.resolve("model.safetensors");
		try (ImageNetwork network = Networks.create(Networks.RESNET18, Device.cpu(), 1, 2, 4)) {
			ModelFile.write(model, network, new ModelConfig(Networks.RESNET18, 1, List.of("healthy", "ill"), 64));
		}
		assertThrows(SonoflowException.Cancelled.class, () -> step(model, 1).run(new Impatient()));
		// Another clip of the same name: its slices are not those that are done.
		final String other = assertThrows(SonoflowException.Input.class, () -> step(model, 2).run(Monitor.NONE)).getMessage();
		assertTrue(other.contains("out"), other);
		final ExplainClassification.Result result = step(model, 1).run(Monitor.NONE);
		assertEquals(List.of("clip frame 1", "clip frame 2", "clip frame 3", "clip frame 4"), result.explained().stream().map(
			ExplainClassification.Explained::name).toList());
		assertEquals(4, result.rows().size());
	}
}
