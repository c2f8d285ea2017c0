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

import ai.djl.Device;
import ai.djl.engine.EngineException;

import io.sonoflow.Monitor;
import io.sonoflow.Shutdown;
import io.sonoflow.SonoflowException;
import io.sonoflow.diffusion.Generation;
import io.sonoflow.diffusion.GeneratorModel;
import io.sonoflow.diffusion.Sampler;
import io.sonoflow.diffusion.Samplers;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.unet.FrozenUNet;
import io.sonoflow.nn.unet.UNet;
import io.sonoflow.parameter.Key;
import io.sonoflow.step.generate.GenerateUltrasound;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Draws images from a diffusion model: {@code model.safetensors} of Train Diffusion, or weights of guided-diffusion's
 * U-Net. Image i is that of Generate Ultrasound with the same values, whose defaults and limits these are, too.
 *
 * <pre>
 * List&lt;RandomAccessibleInterval&lt;UnsignedByteType&gt;&gt; images = Synthesis.of(model).count(4).seed(1).sampler("dpm++")
 * 	.run(Monitor.NONE);
 * </pre>
 *
 * Set the values, then run; not for use by several threads.
 */
public final class Synthesis {

	/** Where defaults and limits are declared. */
	private final GenerateUltrasound values = new GenerateUltrasound();

	private Synthesis(final File model) {
		values.model = model;
	}

	/**
	 * Draws images.
	 *
	 * @implNote op names='ultrasound.generate'
	 * @param model file of a diffusion model
	 * @param count number of images, at least 1
	 * @param seed of all noise
	 * @param sampler ddpm, ddim, dpm++ or heun
	 * @return the images, (x, y), 8-bit grey
	 * @throws SonoflowException if the file is no such model or a value does not fit
	 */
	public static List<RandomAccessibleInterval<UnsignedByteType>> generate(final File model, final int count,
		final long seed, final String sampler)
	{
		return of(model).count(count).seed(seed).sampler(sampler).run(Monitor.NONE);
	}

	/**
	 * @param model file of a diffusion model
	 * @return a synthesis with its model and the defaults
	 */
	public static Synthesis of(final File model) {
		if (model == null) throw new SonoflowException.Input(
			"model is missing. Give the model.safetensors of \"Train Diffusion...\".");
		return new Synthesis(model);
	}

	/**
	 * @param images number of images, 1 to 1000000; 16 by default
	 * @return this
	 */
	public Synthesis count(final int images) {
		values.count = images;
		return this;
	}

	/**
	 * @param noise decides all noise; 0 by default
	 * @return this
	 */
	public Synthesis seed(final long noise) {
		values.computation.seed = noise;
		return this;
	}

	/**
	 * @param name ddpm (default), ddim, dpm++ or heun
	 * @return this
	 */
	public Synthesis sampler(final String name) {
		values.sampler = Arguments.given(name, "sampler", "ddpm, ddim, dpm++ or heun");
		return this;
	}

	/**
	 * @param number how often the network is asked; 0 (default) = all for ddpm, 50 for ddim, 20 for dpm++, 35 for heun
	 * @return this
	 */
	public Synthesis steps(final int number) {
		values.steps = number;
		return this;
	}

	/**
	 * @param name class of the images; empty (default) = none
	 * @return this
	 */
	public Synthesis label(final String name) {
		values.class_ = Arguments.given(name, "label", "the name of a class, or \"\" for none");
		return this;
	}

	/**
	 * @param factor how much the class is exaggerated, at least 0; 1 (default) = not
	 * @return this
	 */
	public Synthesis guidance(final double factor) {
		values.guidance = factor;
		return this;
	}

	/**
	 * @param images made at a time, 1 to 4096; 8 by default. A batch is always computed in full, and the last bits of an
	 *          image depend on its size
	 * @return this
	 */
	public Synthesis batch(final int images) {
		values.batch = images;
		return this;
	}

	/**
	 * @param share of the noise levels at which generation starts, 0.3..1; 1 (default) = in pure noise
	 * @return this
	 */
	public Synthesis start(final double share) {
		values.computation.start = share;
		return this;
	}

	/**
	 * @param name auto (default), cpu, gpu0, ... or mps
	 * @return this
	 */
	public Synthesis device(final String name) {
		values.computation.hardware.device = Arguments.device(name);
		return this;
	}

	/**
	 * @param monitor hears of every step, is asked at every step whether to stop
	 * @return the images, (x, y), 8-bit grey
	 * @throws SonoflowException if the file is no such model or a value does not fit
	 */
	public List<RandomAccessibleInterval<UnsignedByteType>> run(final Monitor monitor) {
		Arguments.monitor(monitor);
		// Without the output folder and what belongs to it.
		for (final Key key : values.keys())
			if (!key.is(Key.FRAME)) values.check(key);
		try (Shutdown.Work work = Shutdown.begin("Synthesis", monitor)) {
			return draw(work.monitor());
		}
	}

	private List<RandomAccessibleInterval<UnsignedByteType>> draw(final Monitor monitor) {
		final Path model = values.model.toPath();
		final double start = values.computation.start;
		final GeneratorModel opened = GeneratorModel.open(model, values.foreign, monitor);
		final Sampler way = Samplers.of(values.sampler, values.steps, values.eta, opened.schedule(start), opened.variance());
		final int[] classes = new int[values.count];
		Arrays.fill(classes, opened.classOf(values.class_, values.guidance));
		final Device where = Devices.parse(values.computation.hardware.device, monitor);
		Torch.inference();
		final List<RandomAccessibleInterval<UnsignedByteType>> images = new ArrayList<>();
		try (UNet network = opened.file().network(where); FrozenUNet frozen = new FrozenUNet(network)) {
			final Generation generation = opened.generation(frozen, way, values.guidance, values.batch);
			generation.run(opened.source(values.computation.seed, start, model), LongStream.range(0, classes.length).toArray(),
				classes, monitor, (number, image) -> images.add(opened.picture(number, image, model)));
		}
		catch (final EngineException e) {
			throw Devices.isMemory(e) ? new SonoflowException.Device("The memory of device=" + values.computation.hardware.device +
				" is too small for batch=" + values.batch + " images of " + opened.file().config().size() +
				" pixels. Give a smaller batch.", e) : e;
		}
		return List.copyOf(images);
	}
}
