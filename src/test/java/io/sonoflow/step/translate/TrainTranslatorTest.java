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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.step.phantom.MakePhantoms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

	@Test
	void anInterruptedTrainingGoesOnToTheSameBits() throws IOException {
		for (final String denoiser : new String[] { "unet", "diffusion" }) {
			final Path whole = temp.resolve("whole-" + denoiser);
			final TrainTranslator.Result result = training(clips.resolve("doppler.csv"), whole, 4).with("denoiser", denoiser).run(
				Monitor.NONE);
			assertEquals(2, result.losses().size());
			final Path part = temp.resolve("part-" + denoiser);
			final boolean[] stop = new boolean[1];
			assertThrows(SonoflowException.Cancelled.class, () -> training(clips.resolve("doppler.csv"), part, 4).with("denoiser",
				denoiser).run(new Monitor() {

					@Override
					public void progress(final String stage, final long done, final long total) {
						stop[0] |= stage.equals("training") && done == 3;
					}

					@Override
					public boolean isCancelled() {
						return stop[0];
					}
				}));
			training(clips.resolve("doppler.csv"), part, 4).with("denoiser", denoiser).run(Monitor.NONE);
			for (final String file : new String[] { "model.safetensors", "losses.csv", "samples/step_0000004.png" })
				assertArrayEquals(Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(part.resolve(file)), denoiser + " " +
					file);
			assertTrue(Files.readString(whole.resolve("losses.csv")).startsWith("step,loss,l1,temporal,"));
		}
	}
}
