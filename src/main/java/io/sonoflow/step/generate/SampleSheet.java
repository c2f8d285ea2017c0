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

import io.sonoflow.Monitor;
import io.sonoflow.diffusion.Generation;
import io.sonoflow.diffusion.GreyRange;
import io.sonoflow.diffusion.NoisePredictor;
import io.sonoflow.diffusion.NoiseSchedule;
import io.sonoflow.diffusion.NoiseSource;
import io.sonoflow.diffusion.Prediction;
import io.sonoflow.diffusion.Samplers;
import io.sonoflow.diffusion.Variance;
import io.sonoflow.image.Images;
import io.sonoflow.nn.unet.FrozenUNet;
import io.sonoflow.nn.unet.UNet;
import io.sonoflow.plot.sheet.Sheet;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A few images of a network that is being trained, on one sheet: always from the same noise, so that sheets of different
 * steps show the same images getting better.
 *
 * @param schedule trained on
 * @param prediction what the network tells
 * @param count images, at least 1
 * @param seed of the noise
 */
record SampleSheet(NoiseSchedule schedule, Prediction prediction, int count, long seed) {

	private static final int COLUMNS = 4;
	private static final int CELL = 160;
	/** Images at a time. */
	private static final int BATCH = 4;

	/**
	 * Generates with the fast sampler (dpm++, 20 steps); classes take turns.
	 *
	 * @param network the average; must not change meanwhile
	 * @param title of the sheet
	 * @param monitor asked at each step whether to stop; sees the images
	 */
	void write(final Path png, final UNet network, final String title, final Monitor monitor) {
		final int size = network.config().size();
		final List<String> names = network.config().classes();
		final int[] classes = IntStream.range(0, count).map(i -> names.isEmpty() ? NoisePredictor.NO_CLASS : i % names.size())
			.toArray();
		final boolean learned = network.config().shape().learnedSigma();
		final Sheet sheet = new Sheet(COLUMNS).cell(CELL).title(title);
		try (FrozenUNet frozen = new FrozenUNet(network)) {
			final Generation generation = new Generation(Samplers.of("dpm++", 0, 0, schedule, learned ? Variance.LEARNED_RANGE
				: Variance.FIXED_LARGE), prediction.noise(NoisePredictor.of(frozen), schedule), learned ? 2 : 1,
				size * size, Math.min(BATCH, count));
			generation.run(NoiseSource.seeded(seed), IntStream.range(0, count).asLongStream().toArray(), classes,
				new Quiet(monitor), (number, image) -> {
				final var pixels = Images.bytes(GreyRange.toBytes(image), size, size);
				final int label = classes[(int) number];
				sheet.add(pixels, label == NoisePredictor.NO_CLASS ? "" : names.get(label), Sheet.Frame.NONE);
				if (number == 0) monitor.preview("sample", pixels);
			});
		}
		sheet.write(png);
	}

	/** The sheet is a short stop on the way, whose progress is not that of the training. */
	private record Quiet(Monitor monitor) implements Monitor {

		@Override
		public boolean isCancelled() {
			return monitor.isCancelled();
		}
	}
}
