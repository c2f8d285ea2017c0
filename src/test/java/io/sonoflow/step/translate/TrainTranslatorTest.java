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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.translate.TranslatorFile;
import io.sonoflow.step.phantom.MakePhantoms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTranslatorTest {

	@TempDir
	static Path temp;

	private static Path clips;

	@BeforeAll
	static void phantoms() {
		clips = temp.resolve("phantoms");
		MakePhantoms.of(clips).with("patients", 1).with("size", 96).with("clips", true).with("doppler", true).with("frames", 4).run(
			Monitor.NONE);
	}

	static TrainTranslator training(final Path input, final Path output, final int steps) {
		return (TrainTranslator) TrainTranslator.of(input, output).with("size", 32).with("base", 8).with("window", 3).with("steps",
			steps).with("batch", 1).with("every", 2);
	}

	/** Features of an encoder are compared, the user ends it, and how far apart frames were stands in the file. */
	@Test
	void endedEarlyWithAnEncoderOnEverySecondFrame() throws IOException {
		final Path encoder = temp.resolve("encoder.safetensors");
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 4)) {
			ModelFile.write(encoder, network, new ModelConfig("resnet18", 1, List.of("a", "b"), 64));
		}
		final Path output = temp.resolve("early");
		final TrainTranslator.Result result = training(clips.resolve("doppler.csv"), output, 9).with("encoder", encoder).with(
			"stride", 2).run(new Monitor() {

				@Override
				public boolean isFinishing() {
					return true;
				}
			});
		assertTrue(result.losses().last("perceptual") > 0, "perceptual loss");
		assertEquals("2", TranslatorFile.open(result.model()).notes().get("stride"));
		final String record = Files.readString(output.resolve("run.json"));
		assertTrue(record.contains("\"early\": \"after step 1 of 9\""), record);
		final String message = assertThrows(SonoflowException.File.class, () -> training(clips.resolve("doppler.csv"), temp.resolve(
			"no"), 9).with("stride", 4).run(Monitor.NONE)).getMessage();
		assertTrue(message.contains("has one frame left of 4 with stride=4"), message);
	}

	@Test
	void anInterruptedTrainingGoesOnToTheSameBits() throws IOException {
		for (final String way : new String[] { "unet grey", "diffusion grey", "unet colour" }) {
			final String denoiser = way.split(" ")[0];
			final String direction = way.split(" ")[1];
			final Path whole = temp.resolve("whole-" + way);
			final TrainTranslator.Result result = training(clips.resolve("doppler.csv"), whole, 4).with("denoiser", denoiser).with(
				"direction", direction).run(Monitor.NONE);
			assertEquals(2, result.losses().size());
			final Path part = temp.resolve("part-" + way);
			final boolean[] stop = new boolean[1];
			assertThrows(SonoflowException.Cancelled.class, () -> training(clips.resolve("doppler.csv"), part, 4).with("denoiser",
				denoiser).with("direction", direction).run(new Monitor() {

					@Override
					public void progress(final String stage, final long done, final long total) {
						stop[0] |= stage.equals("training") && done == 3;
					}

					@Override
					public boolean isCancelled() {
						return stop[0];
					}
				}));
			training(clips.resolve("doppler.csv"), part, 4).with("denoiser", denoiser).with("direction", direction).run(
				Monitor.NONE);
			for (final String file : new String[] { "model.safetensors", "losses.csv", "samples/step_0000004.png" })
				assertArrayEquals(Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(part.resolve(file)), way + " " +
					file);
			assertTrue(Files.readString(whole.resolve("losses.csv")).startsWith("step,loss,l1,temporal,"));
		}
	}
}
