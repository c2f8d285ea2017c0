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
package io.sonoflow.nn.translate;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.unet.UNet;
import io.sonoflow.nn.unet.UNetFile;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Two U-Nets that translate a region of a clip: the first fills it from what is around it in space and time, the second makes it
 * look real, with speckle.
 *
 * <pre>
 * try (Translator translator = TranslatorFile.open(path).network(device);
 * 	NDArray filled = translator.fill(window, steps)) {
 * 	...
 * }
 * </pre>
 *
 * Pictures are -1..1, hidden pixels 0, the region 1 and all else 0.
 */
public final class Translator implements AutoCloseable {

	/** What names of tensors begin with. */
	static final String ANATOMY = "anatomy.", DENOISER = "denoiser.";

	private final TranslatorConfig config;
	private final UNet anatomy;
	private final UNet denoiser;

	/** Takes both networks, which it closes. */
	Translator(final TranslatorConfig config, final UNet anatomy, final UNet denoiser) {
		this.config = config;
		this.anatomy = anatomy;
		this.denoiser = denoiser;
	}

	/** {@return a translator with random first values, the same for the same seed} */
	public static Translator create(final Device device, final TranslatorConfig config, final long seed) {
		return new Translator(config, UNet.create(device, config.anatomy(), seed), UNet.create(device, config.denoiser(), seed + 1));
	}

	/** {@return what it is} */
	public TranslatorConfig config() {
		return config;
	}

	/** {@return where its parameters live} */
	public NDManager manager() {
		return anatomy.manager();
	}

	/** Sets in what numbers it computes from now on. */
	public void compute(final Precision precision) {
		anatomy.compute(precision);
		denoiser.compute(precision);
	}

	/** Lets its parameters learn. */
	public void requireGradient() {
		anatomy.requireGradient(true);
		denoiser.requireGradient(true);
	}

	/**
	 * @param window (N, 2 W, H, W): the frames of the window in grey, hidden where they are to be filled, then their regions
	 * @param steps (N) zeros: the networks are made for diffusion, and would be told a time
	 * @return (N, C, H, W) of the frame in the middle, of use in its region only
	 */
	public NDArray fill(final NDArray window, final NDArray steps) {
		return anatomy.forward(window, steps, null, true);
	}

	/**
	 * @param filled (N, C, H, W), the frame in the middle with what {@link #fill} made in its region
	 * @param region (N, 1, H, W)
	 * @param noise (N, C, H, W): standard normal; of diffusion the noisy picture
	 * @param steps (N): zeros; of diffusion the time steps
	 * @return (N, C, H, W): what is added to the filled picture; of diffusion the velocity, signal x noise - spread x picture, and
	 *         spread x filled: a network that says nothing gives back what was filled
	 */
	public NDArray restore(final NDArray filled, final NDArray region, final NDArray noise, final NDArray steps) {
		try (NDArray both = filled.concat(noise, 1); NDArray all = both.concat(region, 1)) {
			return denoiser.forward(all, steps, null, true);
		}
	}

	/** {@return every parameter by its name in files} */
	public Map<String, NDArray> arrays() {
		final Map<String, NDArray> arrays = new LinkedHashMap<>();
		UNetFile.arrays(anatomy).forEach((name, array) -> arrays.put(ANATOMY + name, array));
		UNetFile.arrays(denoiser).forEach((name, array) -> arrays.put(DENOISER + name, array));
		return arrays;
	}

	/** Frees the parameters. */
	@Override
	public void close() {
		anatomy.close();
		denoiser.close();
	}
}
