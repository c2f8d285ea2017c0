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

import ai.djl.Device;

import io.sonoflow.RandomStream;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.unet.UNet;
import io.sonoflow.nn.unet.UNetConfig;
import io.sonoflow.nn.unet.UNetFile;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Files of tiny diffusion models with random weights: their images are blots, but all that can be got wrong shows. */
public final class TinyDiffusion {

	/** What Train Diffusion notes. */
	public static final Map<String, String> NOTES = Map.of("schedule", "cosine", "timesteps", "1000", "labeldropout", "0.1");

	private TinyDiffusion() {
	}

	/** {@return of 16 px} */
	public static UNetConfig.Builder config() {
		return UNetConfig.builder(16).base(32).multipliers(List.of(1.0, 2.0)).blocks(1).attention(List.of(8));
	}

	/** {@return the file} */
	public static Path write(final Path file, final UNetConfig config, final Map<String, String> notes) {
		try (UNet network = UNet.create(Device.cpu(), config, 1)) {
			network.named().forEach((name, parameter) -> {
				final RandomStream random = RandomStream.of(2, name);
				final float[] data = parameter.getArray().toFloatArray();
				for (int i = 0; i < data.length; i++)
					data[i] += (float) (0.03 * random.nextGaussian());
				Torch.fill(parameter.getArray(), data);
			});
			UNetFile.write(file, UNetFile.arrays(network), config, notes);
			return file;
		}
	}
}
